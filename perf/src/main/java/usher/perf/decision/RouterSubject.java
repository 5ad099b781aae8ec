package usher.perf.decision;

import usher.routing.Router;
import usher.routing.SilentEvents;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.offer.OfferOutcome;

/** The product's router with everything on: ring timers, relaxation, exclusions, cool-downs. */
final class RouterSubject extends SilentEvents implements Subject {
  private final Workload workload;
  private final Router router;

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
  }

  @Override
  public void ready(int agent, long nowNs) {
    router.ready(agent, nowNs);
  }

  @Override
  public long arrive(int queue, long nowNs) {
    return router.arrive(queue, nowNs);
  }

  @Override
  public boolean abandon(long call, long nowNs) {
    return router.abandon(call, nowNs);
  }

  @Override
  public void accepted(long offer, long nowNs) {
    router.accepted(offer, nowNs);
  }

  @Override
  public void connected(long offer, long nowNs) {
    router.connected(offer, nowNs);
  }

  @Override
  public void declined(long offer, long nowNs) {
    router.offerFailed(offer, OfferOutcome.DECLINED, nowNs);
  }

  @Override
  public void release(int agent, long nowNs) {
    router.released(agent, nowNs);
  }

  @Override
  public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {
    workload.offered(offer, agent);
  }

  @Override
  public void agentChanged(int agent, Intent intent, int reason, Work work) {
    if (intent == Intent.NOT_READY) {
      workload.gaveUp(agent);
    }
  }
}
