package usher.perf.replay;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import usher.routing.Router;
import usher.routing.SilentEvents;
import usher.routing.agent.Intent;
import usher.routing.agent.NotReady;
import usher.routing.agent.Work;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;
import usher.routing.plan.WrapUpMode;
import usher.routing.skill.SkillExpression;
import usher.routing.store.SplitMix;
import usher.routing.tape.TapeDigest;
import usher.routing.tape.TapePlayer;
import usher.routing.tape.TapeRecorder;

/**
 * A day of a centre, made up from a seed and recorded while a router serves it: calls arrive as a
 * Poisson process whose rate follows the time of day, callers are patient and talk for exponential
 * times, agents answer after a few seconds, or decline, or let it ring.
 */
public final class RecordedDay extends SilentEvents {
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY_NS = 24 * 3_600 * SECOND;
  private static final int QUEUES = 20;
  private static final int SKILLS = 10;
  private static final int SKILLS_PER_AGENT = 4;
  private static final int PROFILES = 100;
  private static final double PATIENCE_NS = 120e9;
  private static final double TALK_NS = 200e9;
  private static final long AWAY_NS = 60 * SECOND;
  private static final Duration WRAP_UP = Duration.ofSeconds(15);
  private static final int BUFFER_BYTES = 1 << 16;

  /** Of a hundred offers, how many are declined, and how many are let ring. */
  private static final int DECLINED = 2;

  private static final int UNANSWERED = 1;

  /** How busy each of the day's hours is, the busiest 100. */
  private static final int[] HOURS = {
    8, 5, 4, 4, 5, 10, 24, 48, 78, 96, 100, 98, 90, 88, 92, 95, 92, 84, 70, 55, 42, 30, 20, 12
  };

  private sealed interface Event {
    record Arrives() implements Event {}

    record GivesUp(long call) implements Event {}

    record Reacts(long offer, int agent, OfferOutcome outcome) implements Event {}

    record HangsUp(int agent) implements Event {}

    record Returns(int agent) implements Event {}
  }

  private record Entry(long atNs, long order, Event event) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(atNs, other.atNs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final RoutingPlan plan;
  private final TapeDigest digest = new TapeDigest(this);
  private final Router router;
  private final TapeRecorder recorder;
  private final List<ByteBuffer> tape = new ArrayList<>();
  private final SplitMix chance;
  private final double callsPerNsAtPeak;
  private final PriorityQueue<Entry> agenda = new PriorityQueue<>();
  private final Queue<Entry> decided = new ArrayDeque<>();
  private long order;
  private long nowNs;
  private long calls;

  private RecordedDay(int agents, int wantedCalls, long seed) {
    plan = plan(agents);
    chance = new SplitMix(seed);
    double mean = 0;
    for (int hour : HOURS) {
      mean += hour / 100.0 / HOURS.length;
    }
    callsPerNsAtPeak = wantedCalls / mean / DAY_NS;
    router = new Router(plan, digest);
    recorder = new TapeRecorder(router, digest, this::keep, BUFFER_BYTES);
  }

  /**
   * Makes up a day and records it.
   *
   * @param calls about how many arrive
   */
  public static RecordedDay of(int agents, int calls, long seed) {
    RecordedDay day = new RecordedDay(agents, calls, seed);
    day.run();
    return day;
  }

  private static RoutingPlan plan(int agents) {
    List<AgentSpec> specs = new ArrayList<>();
    for (int agent = 0; agent < agents; agent++) {
      int profile = agent % PROFILES;
      Map<String, Integer> skills = new HashMap<>();
      for (int i = 0; i < SKILLS_PER_AGENT; i++) {
        skills.put("skill" + (profile + i * (1 + profile / SKILLS % 3)) % SKILLS, 1 + profile % 7);
      }
      specs.add(AgentSpec.of("agent" + agent, skills));
    }
    List<QueueSpec> queues = new ArrayList<>();
    for (int queue = 0; queue < QUEUES; queue++) {
      String skill = "skill" + queue % SKILLS;
      queues.add(
          QueueSpec.named("queue" + queue)
              .needs(new SkillExpression.AtLeast(skill, 1 + queue / SKILLS))
              .relax(Duration.ofSeconds(30), new SkillExpression.AtLeast(skill, 1))
              .wrapUp(WrapUpMode.TIMEBOXED, WRAP_UP)
              .build());
    }
    return new RoutingPlan(specs, queues);
  }

  // ---- What came of it

  /** The pieces of the tape. */
  public List<ByteBuffer> tape() {
    return tape;
  }

  /** How many bytes it has. */
  public long tapeBytes() {
    return tape.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  /** How many calls arrived. */
  public long calls() {
    return calls;
  }

  /** How many commands are on the tape. */
  public long commands() {
    return digest.commands();
  }

  /** Of all commands and decisions. */
  public long digest() {
    return digest.value();
  }

  /**
   * Replays the day on a router of its own.
   *
   * @return the digest; throws IllegalStateException where record and replay part
   */
  public long replay() {
    TapeDigest again = new TapeDigest(new SilentEvents());
    TapePlayer player = new TapePlayer(new Router(plan, again), again);
    for (ByteBuffer piece : tape) {
      if (!player.play(piece.duplicate())) {
        throw new IllegalStateException("record and replay part: " + player.difference());
      }
    }
    return again.value();
  }

  // ---- The day

  private void keep(ByteBuffer words) {
    tape.add(ByteBuffer.allocate(words.remaining()).put(words).flip());
  }

  private void run() {
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      router.reachable(agent, nowNs);
      router.login(agent, nowNs);
    }
    later(nextArrivalNs(), new Event.Arrives());
    while (!agenda.isEmpty()) {
      long timerNs = router.nextDeadlineNs();
      nowNs = Math.min(agenda.element().atNs(), timerNs);
      if (timerNs <= nowNs) {
        router.tick(nowNs);
      } else {
        perform(agenda.remove().event());
      }
      agenda.addAll(decided);
      decided.clear();
    }
    recorder.close();
  }

  private void later(long atNs, Event event) {
    agenda.add(new Entry(atNs, order++, event));
  }

  /** By thinning: as often as at the peak, and then only the hour's share of them. */
  private long nextArrivalNs() {
    long atNs = nowNs;
    do {
      atNs += exponentialNs(1 / callsPerNsAtPeak);
    } while (atNs < DAY_NS && chance.below(100) >= HOURS[(int) (atNs * HOURS.length / DAY_NS)]);
    return atNs;
  }

  private long exponentialNs(double meanNs) {
    double share = (chance.below(1L << 53) + 1) / (double) (1L << 53);
    return 1 + (long) (-StrictMath.log(share) * meanNs);
  }

  private void perform(Event event) {
    switch (event) {
      case Event.Arrives() -> arrive();
      case Event.GivesUp(long call) -> {
        if (router.isLive(call)) {
          router.abandon(call, nowNs);
        }
      }
      case Event.Reacts(long offer, int agent, OfferOutcome outcome) ->
          react(offer, agent, outcome);
      case Event.HangsUp(int agent) -> router.released(agent, nowNs);
      case Event.Returns(int agent) -> router.ready(agent, nowNs);
    }
  }

  private void arrive() {
    if (nowNs >= DAY_NS) {
      return;
    }
    calls++;
    long call = router.arrive((int) chance.below(QUEUES), nowNs);
    later(nowNs + exponentialNs(PATIENCE_NS), new Event.GivesUp(call));
    later(nextArrivalNs(), new Event.Arrives());
  }

  private void react(long offer, int agent, OfferOutcome outcome) {
    if (router.offerOf(agent) != offer) {
      return;
    }
    if (outcome == OfferOutcome.DECLINED) {
      router.offerFailed(offer, outcome, nowNs);
    } else if (router.accepted(offer, nowNs) && router.connected(offer, nowNs)) {
      later(nowNs + exponentialNs(TALK_NS), new Event.HangsUp(agent));
    }
  }

  // ---- What the router tells

  @Override
  public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {
    long lot = chance.below(100);
    if (lot >= UNANSWERED) {
      boolean declines = lot < UNANSWERED + DECLINED;
      OfferOutcome outcome = declines ? OfferOutcome.DECLINED : OfferOutcome.ACCEPTED;
      long atNs = nowNs + SECOND + chance.below(6 * SECOND);
      decided.add(new Entry(atNs, order++, new Event.Reacts(offer, agent, outcome)));
    }
  }

  @Override
  public void agentChanged(int agent, Intent intent, int reason, Work work) {
    if (intent == Intent.NOT_READY && reason == NotReady.RNA) {
      decided.add(new Entry(nowNs + AWAY_NS, order++, new Event.Returns(agent)));
    }
  }
}
