package usher.perf.decision;

import usher.routing.Router;
import usher.routing.RoutingEvents;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.offer.OfferOutcome;

/** The product's router with everything on: ring timers, relaxation, exclusions, cool-downs. */
final class RouterSubject implements Subject, RoutingEvents {
  private final Workload workload;
  private final Router router;
  private long[] offers = new long[64];
  private int[] agents = new int[64];
  private int first;
  private int last;

  RouterSubject(CentreShape shape, Workload workload) {
    this.workload = workload;
    router = new Router(shape.plan, this);
  }

  Router router() {
    return router;
  }

  @Override
  public void login(int agent, long nowNs) {
    router.reachable(agent, nowNs);
    router.login(agent, nowNs);
    answer(nowNs);
  }

  @Override
  public long arrive(int queue, long nowNs) {
    long call = router.arrive(queue, nowNs);
    answer(nowNs);
    return call;
  }

  @Override
  public boolean abandon(long call, long nowNs) {
    boolean waiting = router.abandon(call, nowNs);
    answer(nowNs);
    return waiting;
  }

  @Override
  public void release(int agent, long nowNs) {
    router.released(agent, nowNs);
    answer(nowNs);
  }

  /** Agents answer or decline what was offered in the last command. */
  private void answer(long nowNs) {
    while (first != last) {
      int at = first++ & (offers.length - 1);
      long offer = offers[at];
      int agent = agents[at];
      if (workload.declines()) {
        router.offerFailed(offer, OfferOutcome.DECLINED, nowNs);
      } else {
        router.accepted(offer, nowNs);
        router.connected(offer, nowNs);
        workload.connected(agent);
      }
    }
  }

  @Override
  public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {
    if (last - first == offers.length) {
      grow();
    }
    offers[last & (offers.length - 1)] = offer;
    agents[last++ & (agents.length - 1)] = agent;
  }

  private void grow() {
    long[] moreOffers = new long[offers.length * 2];
    int[] moreAgents = new int[offers.length * 2];
    for (int at = first; at != last; at++) {
      moreOffers[at - first] = offers[at & (offers.length - 1)];
      moreAgents[at - first] = agents[at & (agents.length - 1)];
    }
    last -= first;
    first = 0;
    offers = moreOffers;
    agents = moreAgents;
  }

  @Override
  public void queued(long call, int queue, int position) {}

  @Override
  public void offerEnded(long offer, long call, int agent, OfferOutcome outcome) {}

  @Override
  public void agentChanged(int agent, Intent intent, int reason, Work work) {}

  @Override
  public void callEnded(long call, int queue, CallEnd end) {}
}
