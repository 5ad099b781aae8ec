package usher.core.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import usher.core.replay.CallStory.Reaction;
import usher.routing.call.CallEnd;
import usher.routing.offer.OfferOutcome;

/**
 * What callers and agents of a recorded period would do whatever the rules are.
 *
 * <p>Taken from the record: when calls arrive and what they bring along; when agents log in and out
 * and go ready and not ready, and when their phones come and go; the patience of callers who left;
 * how long an answered call was talked, and whether and when its agent then said that he was done;
 * how the agent to whom a call was offered took it, where the same pair meets again.
 *
 * <p>Estimated, because the record cannot know it, with chance from a seed: the patience of callers
 * whose wait ended otherwise, by {@link KaplanMeier} for the queue (all queues together where fewer
 * than {@value #LEAVERS_MIN} left it), given that they waited as long as they did; the talk of
 * calls that were not answered, drawn from those of the queue that were; how an agent takes a call
 * that he was not offered, drawn from how he took others; how long an agent stays away whom the
 * router sent away for not answering, the median of the record.
 */
final class Demand {
  /** With fewer callers who left, a queue's own estimate says little. */
  static final int LEAVERS_MIN = 20;

  /** Where nobody was ever answered. */
  private static final long TALK_NS = 180_000_000_000L;

  private static final Reaction PROMPT = new Reaction("", OfferOutcome.ACCEPTED, 3_000_000_000L);
  private static final long RETURN_NS = 60_000_000_000L;
  private static final String ALL = "";

  private final History record;
  private final Lots lots;
  private final Map<String, List<KaplanMeier.Wait>> waits = new HashMap<>();
  private final Map<String, KaplanMeier> patience = new HashMap<>();
  private final Map<String, List<CallStory>> answered = new HashMap<>();
  private final Map<String, List<Reaction>> reactions = new HashMap<>();
  private final long returnNs;

  Demand(History record, long seed) {
    this.record = record;
    this.lots = new Lots(seed);
    record.calls().forEach(this::learn);
    waits.forEach((queue, of) -> patience.put(queue, new KaplanMeier(of)));
    returnNs = median(record.returnsNs());
  }

  private void learn(CallStory call) {
    String queue = call.wish.queue();
    KaplanMeier.Wait wait = new KaplanMeier.Wait(call.waitNs(record.nowNs()), leftByChoice(call));
    add(waits, queue, wait);
    add(waits, ALL, wait);
    if (call.isAnswered()) {
      add(answered, queue, call);
      add(answered, ALL, call);
    }
    for (Reaction reaction : call.reactions) {
      if (isOwn(reaction.outcome())) {
        add(reactions, reaction.agent(), reaction);
        add(reactions, ALL, reaction);
      }
    }
  }

  private static <T> void add(Map<String, List<T>> to, String key, T value) {
    to.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
  }

  private static long median(List<Long> of) {
    long[] sorted = of.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0 ? RETURN_NS : sorted[sorted.length / 2];
  }

  /** The caller's choice, as opposed to that of the rules. */
  private static boolean leftByChoice(CallStory call) {
    CallEnd end = call.end;
    return end == CallEnd.ABANDONED || end == CallEnd.EXITED || end == CallEnd.CALLBACK;
  }

  /** The agent's doing; the others ended an offer before the agent could show what he would do. */
  private static boolean isOwn(OfferOutcome outcome) {
    return switch (outcome) {
      case ACCEPTED, RING_TIMEOUT, DECLINED, BUSY, UNREACHABLE, PREBRIDGE_DROP -> true;
      case CALLER_GONE, WITHDRAWN, LOST_RACE, RECOVERY -> false;
    };
  }

  List<CallStory> calls() {
    return record.calls();
  }

  List<History.Act> acts() {
    return record.acts();
  }

  /** When the record ends. */
  long endNs() {
    return record.nowNs();
  }

  /** After what wait the caller leaves, {@link KaplanMeier#FOR_EVER} for never. */
  long patienceNs(CallStory call) {
    long waitedNs = call.waitNs(record.nowNs());
    if (leftByChoice(call)) {
      return waitedNs;
    }
    double chance = lots.share(Lots.Of.PATIENCE, call.number);
    return patienceIn(call.wish.queue()).beyond(waitedNs, chance);
  }

  private KaplanMeier patienceIn(String queue) {
    List<KaplanMeier.Wait> own = waits.getOrDefault(queue, List.of());
    boolean enough =
        own.stream().filter(KaplanMeier.Wait::left).limit(LEAVERS_MIN).count() == LEAVERS_MIN;
    return patience.getOrDefault(enough ? queue : ALL, new KaplanMeier(List.of()));
  }

  /** How the caller leaves when patience ends. */
  CallEnd exit(CallStory call) {
    return leftByChoice(call) && call.end != null ? call.end : CallEnd.ABANDONED;
  }

  /** From the answer to the end of the talk. */
  long talkNs(CallStory call) {
    return fromAnswered(call, Lots.Of.TALK, TALK_NS, this::recordedTalkNs);
  }

  private long recordedTalkNs(CallStory call) {
    return (call.releasedNs == CallStory.NEVER ? record.nowNs() : call.releasedNs)
        - call.answeredNs;
  }

  /** How long until the agent says that he is done, {@link CallStory#NEVER} for not at all. */
  long wrapUpDoneNs(CallStory call) {
    return fromAnswered(call, Lots.Of.WRAP_UP, CallStory.NEVER, like -> like.wrapUpDoneNs);
  }

  private long fromAnswered(
      CallStory call, Lots.Of what, long otherwise, ToLongFunction<CallStory> figure) {
    if (call.isAnswered()) {
      return figure.applyAsLong(call);
    }
    List<CallStory> like =
        answered.getOrDefault(call.wish.queue(), answered.getOrDefault(ALL, List.of()));
    return like.isEmpty() ? otherwise : figure.applyAsLong(lots.one(like, what, call.number));
  }

  /**
   * How an agent takes a call.
   *
   * @param time how often this agent was offered this call before
   */
  Reaction reaction(CallStory call, String agent, int time) {
    List<Reaction> same =
        call.reactions.stream()
            .filter(reaction -> reaction.agent().equals(agent) && isOwn(reaction.outcome()))
            .toList();
    if (time < same.size()) {
      return same.get(time);
    }
    List<Reaction> own = reactions.getOrDefault(agent, reactions.getOrDefault(ALL, List.of()));
    long whose = Arrays.hashCode(new Object[] {call.number, agent, time});
    return own.isEmpty() ? PROMPT : lots.one(own, Lots.Of.REACTION, whose);
  }

  /** How long an agent stays away whom the router sent away for not answering. */
  long returnNs() {
    return returnNs;
  }
}
