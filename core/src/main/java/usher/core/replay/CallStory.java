package usher.core.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import usher.routing.call.CallEnd;
import usher.routing.offer.OfferOutcome;

/** What became of one call; instants in ns on the run's monotonic clock. */
final class CallStory {
  /** An instant that has not come. */
  static final long NEVER = -1;

  /**
   * What the call brought along, in names that mean something on other rules.
   *
   * @param variant its number among the queue's, 0 for none
   * @param preferred agents in order, with their scores
   * @param others further queues that it waits in from the start
   */
  record Wish(
      String queue,
      int variant,
      int band,
      int points,
      long creditNs,
      long patienceNs,
      List<Preferred> preferred,
      List<String> others) {}

  /** An agent whom the call prefers. */
  record Preferred(String agent, int score) {}

  /**
   * How an agent took an offer.
   *
   * @param afterNs from the offer to the answer or the failure
   */
  record Reaction(String agent, OfferOutcome outcome, long afterNs) {}

  /** Counted from 1 in the order of arrival, the same in the record and in every simulation. */
  final int number;

  final Wish wish;
  final long arrivedNs;

  /** The router's, 0 before it has one. */
  long handle;

  final List<Reaction> reactions = new ArrayList<>();
  final List<String> movedFrom = new ArrayList<>();
  String queue;
  @Nullable CallEnd end;
  long endedNs = NEVER;
  @Nullable String agent;
  long answeredNs = NEVER;
  long releasedNs = NEVER;

  /** How long the agent worked after the call before he said that he was done. */
  long wrapUpDoneNs = NEVER;

  /** Whether it was turned away before it was in a queue. */
  boolean refused;

  /** Why the agent who had the call on the own rules did not get it here. */
  @Nullable String why;

  CallStory(int number, Wish wish, long arrivedNs) {
    this.number = number;
    this.wish = wish;
    this.arrivedNs = arrivedNs;
    this.queue = wish.queue();
  }

  boolean isAnswered() {
    return end == CallEnd.ANSWERED;
  }

  /** From arrival to answer, or to the end of an unanswered call, or so far. */
  long waitNs(long nowNs) {
    if (isAnswered()) {
      return answeredNs - arrivedNs;
    }
    return (endedNs == NEVER ? nowNs : endedNs) - arrivedNs;
  }

  /** Who had it, and how it ended, in a few words. */
  String outcome() {
    if (refused || end == CallEnd.REFUSED) {
      return "refused";
    }
    if (end == null) {
      return "still waiting in " + queue;
    }
    return end == CallEnd.ANSWERED
        ? "answered by " + agent + " in " + queue
        : end.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " in " + queue;
  }
}
