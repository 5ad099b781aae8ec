package usher.sip.dialog;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipRequest;
import usher.sip.transaction.SipTimer;
import usher.sip.transaction.Timers;

/**
 * Dialogs that we ended by BYE, for as long as the peer's own BYE may still be under way: both get
 * a 200 (RFC 5407 3.2.1, there called the mortal state). Bounded by the rate of calls times 32 s.
 */
final class Farewells {
  private record Farewell(DialogId id, @Nullable String remoteTag) {}

  private final Timers timers;
  private final Set<Farewell> said = new HashSet<>();

  Farewells(Timers timers) {
    this.timers = timers;
  }

  void add(DialogId id, @Nullable String remoteTag) {
    Farewell farewell = new Farewell(id, remoteTag);
    if (said.add(farewell)) {
      timers.schedule(SipTimer.TIMEOUT_NS, () -> said.remove(farewell));
    }
  }

  /** True where this request belongs to a dialog that we have just ended. */
  boolean isAfter(SipRequest request) {
    String tag = request.toTag();
    return tag != null && has(new DialogId(request.callId(), tag), request.fromTag());
  }

  boolean has(DialogId id, @Nullable String remoteTag) {
    return said.contains(new Farewell(id, remoteTag));
  }

  int size() {
    return said.size();
  }
}
