package usher.core.call;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import usher.routing.call.NewCall;

/**
 * What a call got at its entry.
 *
 * @param rules the version of the rules that let it in
 * @param variant number of the condition that it brings to its queue, 0 for none
 * @param band its band
 * @param points each worth a minute of waiting
 * @param creditNs time that counts as waited already
 * @param attributes what is known of it
 * @param caller the user part of the caller's address
 * @param lastAgent whether the agent who last talked to this caller is asked first
 * @param prefer indices of the agents who are asked first, best first
 * @param patienceNs how long only they are asked
 */
public record Ticket(
    long rules,
    int variant,
    int band,
    int points,
    long creditNs,
    SortedMap<String, String> attributes,
    String caller,
    boolean lastAgent,
    List<Integer> prefer,
    long patienceNs) {

  /** Of a call that no queue serves. */
  static final Ticket NONE =
      new Ticket(0, 0, 0, 0, 0, Collections.emptySortedMap(), "", false, List.of(), 0);

  public Ticket {
    prefer = List.copyOf(prefer);
  }

  /**
   * For a call that an agent passes to a queue: what is known of the caller stays, with the time
   * that it waited.
   */
  Ticket again(long waitedNs) {
    return new Ticket(rules, 0, band, points, waitedNs, attributes, caller, false, List.of(), 0);
  }

  /** The same where an entry says what the call is to get there; what it says counts. */
  Ticket through(Ticket entry, long waitedNs) {
    SortedMap<String, String> both = new TreeMap<>(attributes);
    both.putAll(entry.attributes);
    return new Ticket(
        entry.rules,
        entry.variant,
        Math.min(band, entry.band),
        entry.points,
        entry.creditNs + waitedNs,
        Collections.unmodifiableSortedMap(both),
        caller,
        false,
        entry.prefer,
        entry.patienceNs);
  }

  /**
   * Fills in what the router has to know.
   *
   * @param lastTalkedTo the agent who last talked to the caller, below 0 for none
   */
  public NewCall fill(NewCall call, int queue, int lastTalkedTo) {
    call.into(queue).variant(variant).band(band).points(points).creditNs(creditNs);
    int score = NewCall.MOST_PREFERRED;
    if (lastAgent && lastTalkedTo >= 0) {
      call.prefer(lastTalkedTo, score).patienceNs(patienceNs);
    }
    for (int agent : prefer) {
      call.prefer(agent, score--).patienceNs(patienceNs);
    }
    return call;
  }
}
