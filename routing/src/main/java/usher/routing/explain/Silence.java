package usher.routing.explain;

import usher.routing.RoutingEvents;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.offer.OfferOutcome;

/** Listens to a router that is only tried. */
final class Silence implements RoutingEvents {
  @Override
  public void queued(long call, int queue, int position) {}

  @Override
  public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {}

  @Override
  public void offerEnded(long offer, long call, int agent, OfferOutcome outcome) {}

  @Override
  public void agentChanged(int agent, Intent intent, int reason, Work work) {}

  @Override
  public void callEnded(long call, int queue, CallEnd end) {}
}
