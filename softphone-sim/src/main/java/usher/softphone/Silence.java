package usher.softphone;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import usher.sip.message.Method;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transaction.Timers;

/**
 * Keeps from a shared stack what phones without power could neither hear nor say. Nothing comes to
 * such a phone, and nothing leaves for the calls it had. When its power is back it says that it
 * does not know those calls, and repeats nothing of what the stack still remembers of them.
 */
final class Silence {
  /** Longer than any transaction lives that the phone left behind: 64*T1 twice (RFC 3261 17). */
  private static final long REMEMBERED_NS = TimeUnit.SECONDS.toNanos(64);

  private static final int UNKNOWN_CALL = 481;

  private final Timers timers;
  private final Set<String> silentUsers = new HashSet<>();

  /** Call-IDs of calls and registrations that a phone has forgotten, with its user. */
  private final Map<String, String> forgotten = new HashMap<>();

  Silence(Timers timers) {
    this.timers = timers;
  }

  void fall(String user, List<String> callIds) {
    silentUsers.add(user);
    callIds.forEach(callId -> forgotten.put(callId, user));
  }

  void end(String user) {
    if (silentUsers.remove(user)) {
      List<String> callIds =
          forgotten.keySet().stream().filter(id -> user.equals(forgotten.get(id))).toList();
      timers.schedule(REMEMBERED_NS, () -> callIds.forEach(forgotten::remove));
    }
  }

  boolean isSilent(String user) {
    return silentUsers.contains(user);
  }

  /** Whether this message reaches a phone that can hear. */
  boolean lets(SipMessage incoming) {
    return silentUsers.isEmpty() || !isForSilent(incoming);
  }

  private boolean isForSilent(SipMessage incoming) {
    String owner = forgotten.get(incoming.callId());
    boolean silentOwner = owner != null && silentUsers.contains(owner);
    return silentOwner
        || (incoming instanceof SipRequest request
            && silentUsers.contains(RequestUser.of(request)));
  }

  /** Whether this message is from a phone that can speak, and that knows what it says. */
  boolean letsOut(SipMessage outgoing) {
    String owner = forgotten.isEmpty() ? null : forgotten.get(outgoing.callId());
    return owner == null || (!silentUsers.contains(owner) && isNoMemory(outgoing));
  }

  /** A rebooted phone says that it does not know a call; all else would be from memory. */
  private static boolean isNoMemory(SipMessage outgoing) {
    return outgoing instanceof SipResponse response
        && (response.method() != Method.INVITE || response.status() == UNKNOWN_CALL);
  }
}
