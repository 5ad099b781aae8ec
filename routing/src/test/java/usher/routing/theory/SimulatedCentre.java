package usher.routing.theory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import usher.routing.Router;
import usher.routing.SilentEvents;
import usher.routing.plan.RoutingPlan;

/** A router with callers and agents as the theory has them, on virtual time, from one seed. */
final class SimulatedCentre extends SilentEvents {
  private static final double NS = 1e9;

  /** Every invariant is looked at after so many events. */
  private static final int AUDIT_EVERY = 10_000;

  private record Event(long atNs, long number, Kind kind, long subject) {}

  private enum Kind {
    ARRIVE,
    LEAVE,
    END
  }

  private record Caller(int index, int queue, long sinceNs) {}

  private record Asked(long offer, long call, int agent) {}

  private final Router router;
  private final double[] arrivalsPerS;
  private final double callS;
  private final double patienceS;
  private final SplittableRandom chance;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atNs).thenComparingLong(Event::number));
  private final Map<Long, Caller> callers = new HashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private final boolean[] busy;
  private long scheduled;
  private int arrived;

  /** By caller, in the order of arrival. */
  final int[] queueOf;

  final double[] waitedS;
  final double[] abandoned;

  /** By agent, as each caller found them. */
  final double[][] idleAtArrival;

  /**
   * Everybody at work, nobody calling yet.
   *
   * @param arrivalsPerS by queue
   * @param patienceS the mean, or infinity
   */
  SimulatedCentre(
      RoutingPlan plan,
      double[] arrivalsPerS,
      double callS,
      double patienceS,
      int callers,
      long seed) {
    router = new Router(plan, this);
    this.arrivalsPerS = arrivalsPerS.clone();
    this.callS = callS;
    this.patienceS = patienceS;
    chance = new SplittableRandom(seed);
    busy = new boolean[plan.agentCount()];
    queueOf = new int[callers];
    waitedS = new double[callers];
    abandoned = new double[callers];
    idleAtArrival = new double[plan.agentCount()][callers];
    for (int agent = 0; agent < plan.agentCount(); agent++) {
      router.reachable(agent, 0);
      router.login(agent, 0);
    }
  }

  /** Runs until the last caller has arrived. */
  SimulatedCentre run() {
    for (int queue = 0; queue < arrivalsPerS.length; queue++) {
      schedule(1 / arrivalsPerS[queue], 0, Kind.ARRIVE, queue);
    }
    for (int done = 0; arrived < queueOf.length; done++) {
      happen(events.remove());
      if (done % AUDIT_EVERY == 0) {
        router.audit();
      }
    }
    router.audit();
    return this;
  }

  private void schedule(double meanS, long nowNs, Kind kind, long subject) {
    double lengthS = -meanS * StrictMath.log(1 - chance.nextDouble());
    events.add(new Event(nowNs + (long) (lengthS * NS), scheduled++, kind, subject));
  }

  private void happen(Event event) {
    long nowNs = event.atNs();
    switch (event.kind()) {
      case ARRIVE -> arrive((int) event.subject(), nowNs);
      case LEAVE -> leave(event.subject(), nowNs);
      case END -> {
        busy[(int) event.subject()] = false;
        router.released((int) event.subject(), nowNs);
      }
    }
    while (!asked.isEmpty()) {
      answer(asked.removeLast(), nowNs);
    }
  }

  private void arrive(int queue, long nowNs) {
    schedule(1 / arrivalsPerS[queue], nowNs, Kind.ARRIVE, queue);
    for (int agent = 0; agent < busy.length; agent++) {
      idleAtArrival[agent][arrived] = busy[agent] ? 0 : 1;
    }
    queueOf[arrived] = queue;
    long call = router.arrive(queue, nowNs);
    callers.put(call, new Caller(arrived++, queue, nowNs));
    if (patienceS < Double.POSITIVE_INFINITY) {
      schedule(patienceS, nowNs, Kind.LEAVE, call);
    }
  }

  private void leave(long call, long nowNs) {
    if (router.abandon(call, nowNs)) {
      abandoned[note(call, nowNs)] = 1;
    }
  }

  private void answer(Asked who, long nowNs) {
    router.accepted(who.offer(), nowNs);
    router.connected(who.offer(), nowNs);
    note(who.call(), nowNs);
    busy[who.agent()] = true;
    schedule(callS, nowNs, Kind.END, who.agent());
  }

  private int note(long call, long nowNs) {
    Caller caller = callers.remove(call);
    if (caller == null) {
      throw new IllegalStateException("a caller who is not there");
    }
    waitedS[caller.index()] = (nowNs - caller.sinceNs()) / NS;
    return caller.index();
  }

  @Override
  public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {
    asked.add(new Asked(offer, call, agent));
  }
}
