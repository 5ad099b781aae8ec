package usher.core.replay;

import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import usher.routing.plan.RoutingPlan;

/** What is going to happen in a simulation, by time, and in the order of entry at one instant. */
final class Agenda {
  /** Something that callers, agents or rules do. */
  sealed interface Event {
    /** A call arrives. */
    record Arrives(CallStory recorded) implements Event {}

    /** A caller's patience ends. */
    record GivesUp(long handle, CallStory recorded) implements Event {}

    /** An agent or his phone does something of its own. */
    record Acts(History.Act act) implements Event {}

    /** An agent takes an offer, or does not. */
    record Reacts(long offer, int agent, CallStory recorded, CallStory.Reaction how)
        implements Event {}

    /** The talk is over. */
    record HangsUp(int agent, CallStory call) implements Event {}

    /** The agent is done with the work after the call. */
    record IsDone(int agent, CallStory call) implements Event {}

    /** An agent who did not answer is back. */
    record Returns(int agent) implements Event {}

    /** A phone that could not be reached answers again. */
    record Answers(int agent) implements Event {}

    /** Other rules hold from now on. */
    record Adopts(RoutingPlan plan, boolean alsoWaiting) implements Event {}

    /** A phone outside was answered. */
    record AnswersOutside(long handle) implements Event {}
  }

  private record Entry(long atNs, long order, Event event) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(atNs, other.atNs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final Queue<Entry> entries = new PriorityQueue<>();
  private long order;

  void add(long atNs, Event event) {
    entries.add(new Entry(atNs, order++, event));
  }

  /** When the next event happens, {@link Long#MAX_VALUE} for never. */
  long nextNs() {
    Entry next = entries.peek();
    return next == null ? Long.MAX_VALUE : next.atNs();
  }

  /** The next event, null when there is none. */
  @Nullable Event poll() {
    Entry next = entries.poll();
    return next == null ? null : next.event();
  }
}
