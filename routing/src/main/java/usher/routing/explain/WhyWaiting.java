package usher.routing.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import usher.routing.call.CallState;
import usher.routing.words.Words;

/**
 * Why a call is still waiting.
 *
 * @param position in the queue in which it is counted, 1 for the first
 * @param expectedLeft mean of the wait that is left; empty where nobody is staffed
 * @param asked agents whom it is being offered to
 * @param preferred agents whom it waits for, and nobody else, for {@code patienceLeft}
 * @param queues each queue in which it waits
 * @param ahead some of the calls before it, at most {@value #MOST_AHEAD}
 * @param events what comes next by the clock, soonest first, at most {@value #MOST_EVENTS}
 */
public record WhyWaiting(
    CallState state,
    int position,
    Duration waited,
    Optional<Duration> expectedLeft,
    List<String> asked,
    List<String> preferred,
    Duration patienceLeft,
    List<InQueue> queues,
    List<Ahead> ahead,
    List<Event> events) {
  /** The most calls ahead that are named. */
  public static final int MOST_AHEAD = 10;

  /** The most events that are named. */
  public static final int MOST_EVENTS = 10;

  public WhyWaiting {
    asked = List.copyOf(asked);
    preferred = List.copyOf(preferred);
    queues = List.copyOf(queues);
    ahead = List.copyOf(ahead);
    events = List.copyOf(events);
  }

  /**
   * How it stands in one queue.
   *
   * @param step counted from 1
   * @param needs what the step asks for, in words
   * @param able agents who could serve it sooner or later
   * @param staffed how many of them are staffed
   * @param drops which condition keeps how many agents, what the rules ask for first
   * @param next what the next step would bring
   */
  public record InQueue(
      String queue,
      int step,
      String needs,
      int able,
      int staffed,
      List<Drop> drops,
      Optional<Change> next) {
    public InQueue {
      drops = List.copyOf(drops);
    }

    String describe() {
      String drop =
          drops.isEmpty()
              ? ""
              : "; not asked: " + Words.list(drops.stream().map(Drop::describe).toList());
      return queue
          + ", step "
          + step
          + " ("
          + needs
          + "): "
          + able
          + " could serve it, "
          + staffed
          + " of them staffed"
          + drop
          + next.map(change -> "; " + change.describe()).orElse("");
    }
  }

  /**
   * A call that comes first.
   *
   * @param why the first thing that tells the two apart, in words
   */
  public record Ahead(long call, Duration waited, String why) {}

  /** Something that happens by itself. */
  public record Event(Duration in, String what) {}

  /** The main reason in one sentence. */
  public String verdict() {
    if (state == CallState.OUTSIDE) {
      return "somebody outside of the centre is being asked";
    }
    if (!asked.isEmpty()) {
      return Words.list(asked) + (asked.size() == 1 ? " is" : " are") + " being asked";
    }
    if (!preferred.isEmpty()) {
      return "it waits for "
          + Words.list(preferred, "or")
          + " for "
          + Words.time(patienceLeft)
          + " longer";
    }
    if (queues.stream().allMatch(queue -> queue.able() == 0)) {
      return "no agent could serve it";
    }
    return queues.stream().allMatch(queue -> queue.staffed() == 0)
        ? "nobody is staffed who could serve it"
        : "nobody who could serve it is free for it";
  }

  /** In plain English. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "place "
            + position
            + ", waited "
            + Words.time(waited)
            + expectedLeft.map(left -> ", about " + Words.time(left) + " left").orElse("")
            + ": "
            + verdict());
    queues.forEach(queue -> lines.add("  " + queue.describe()));
    ahead.forEach(each -> lines.add("  ahead: a call that " + each.why()));
    events.forEach(each -> lines.add("  in " + Words.time(each.in()) + ": " + each.what()));
    return lines;
  }
}
