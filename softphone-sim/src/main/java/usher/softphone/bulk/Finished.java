package usher.softphone.bulk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Dialogs that are over stay known for as long as the other side may repeat what it said last (64
 * times T1, RFC 3261 17).
 */
final class Finished {
  private record Entry(String callId, long untilNs) {}

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<String, ? extends Leg> legs;

  /** Takes legs out of this table when their time is over. */
  Finished(Map<String, ? extends Leg> legs) {
    this.legs = legs;
  }

  void add(Leg leg) {
    entries.add(new Entry(leg.callId(), leg.nowNs() + Repeater.GIVES_UP_NS));
    forget(leg.nowNs());
  }

  private void forget(long nowNs) {
    while (!entries.isEmpty() && entries.getFirst().untilNs <= nowNs) {
      legs.remove(entries.removeFirst().callId);
    }
  }
}
