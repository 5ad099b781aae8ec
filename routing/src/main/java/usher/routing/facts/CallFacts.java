package usher.routing.facts;

import java.util.List;
import java.util.Map;
import usher.routing.call.CallState;

/**
 * A call at one instant. Times are nanoseconds since the router's first command; {@link
 * Long#MAX_VALUE} stands for never.
 *
 * @param handle or 0 for a call that is only supposed
 * @param looking whether the call wants one more agent
 * @param patientUntilNs until when it waits for those whom it prefers; {@link Long#MIN_VALUE} when
 *     it prefers nobody
 * @param nextRungNs when the ladder of its queue is looked at next by the clock
 * @param staysAwayNs by agent: until when the call stays away
 * @param asked agents whom it is being offered to
 * @param lastAgent the agent asked last, or -1
 * @param entries its places, the queue it is counted in first
 */
public record CallFacts(
    long handle,
    CallState state,
    int band,
    int points,
    long enqueuedNs,
    long creditNs,
    long sequence,
    boolean looking,
    long patientUntilNs,
    long maxWaitAtNs,
    long starvesAtNs,
    long nextRungNs,
    Map<Integer, Long> staysAwayNs,
    List<Integer> asked,
    int lastAgent,
    List<EntryFacts> entries) {
  public CallFacts {
    staysAwayNs = Map.copyOf(staysAwayNs);
    asked = List.copyOf(asked);
    entries = List.copyOf(entries);
  }

  /** The places in queues. */
  public List<EntryFacts> queueEntries() {
    return entries.stream().filter(entry -> !entry.isForAgent()).toList();
  }

  /** The places with agents. */
  public List<EntryFacts> agentEntries() {
    return entries.stream().filter(EntryFacts::isForAgent).toList();
  }
}
