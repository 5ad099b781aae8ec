package usher.routing;

import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.offer.OfferOutcome;

/** Takes no notes; who wants to know of a few decisions only overrides those. */
public class SilentEvents implements RoutingEvents {
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
