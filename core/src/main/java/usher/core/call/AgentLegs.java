package usher.core.call;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.agent.AgentLocator;
import usher.core.agent.Target;
import usher.core.call.CallCommand.DropReason;
import usher.routing.Router;
import usher.routing.offer.OfferOutcome;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.Dialogs;
import usher.sip.dialog.SipEvent;
import usher.sip.transaction.Timers;

/** The legs to agents whom routing chose: rings their phones, and hears what these say to it. */
final class AgentLegs {
  private static final Logger LOG = LoggerFactory.getLogger(AgentLegs.class);

  /**
   * A phone that has not said a word by then, be it 100, is gone: three INVITEs are under way. The
   * next agent does not wait for the end of its ringing.
   */
  private static final long SILENCE_NS = Duration.ofSeconds(2).toNanos();

  private final CallTable calls;
  private final RouterSide routerSide;
  private final Dialogs dialogs;
  private final Router router;
  private final AgentLocator locator;
  private final Timers timers;
  private final Consumer<ActiveCall> abort;

  /**
   * Legs of these calls.
   *
   * @param abort ends a call in which something went wrong
   */
  AgentLegs(
      CallControl.Parts parts, CallTable calls, RouterSide routerSide, Consumer<ActiveCall> abort) {
    this.abort = abort;
    this.calls = calls;
    this.routerSide = routerSide;
    this.dialogs = parts.dialogs();
    this.router = parts.router();
    this.locator = parts.locator();
    this.timers = parts.timers();
  }

  // ---- what a call wants

  void ring(ActiveCall call, long offerId, int agent) {
    AgentLeg leg = new AgentLeg(offerId, agent, locator.targets(agent));
    call.agentLegs().put(offerId, leg);
    call.log()
        .offered(
            offerId,
            agent,
            router.plan(),
            router.view().decisions().ofOffer(offerId).orElse(null),
            timers.nowNs());
    ringNext(call, leg);
  }

  private void ringNext(ActiveCall call, AgentLeg leg) {
    Target target = leg.nextTarget();
    if (target == null) {
      call.agentLegs().remove(leg.offerId());
      calls.post(call, new CallEvent.AgentFailed(leg.offerId(), OfferOutcome.UNREACHABLE));
      return;
    }
    switch (call.path().forAgent(leg.offerId(), target)) {
      case MediaPath.Description.Ready(byte[] sdp) -> invite(call, leg, target, sdp);
      case MediaPath.Description.Impossible(int status, String reason) -> {
        LOG.warn("call {} cannot be offered: {}", call.id(), reason);
        calls.post(call, new CallEvent.Failed(status));
      }
    }
  }

  private void invite(ActiveCall call, AgentLeg leg, Target target, byte[] offer) {
    Dialog dialog = dialogs.invite(Invitations.of(call, target, offer));
    leg.ring(dialog);
    calls.leg(dialog, new Leg(call, leg, null));
    call.log().legAdded(dialog, routerSide.nameOf(leg.agent()));
    dialog.ifSilent(SILENCE_NS, () -> silent(call, leg, dialog));
  }

  private void silent(ActiveCall call, AgentLeg leg, Dialog dialog) {
    if (call.agentLegs().get(leg.offerId()) == leg && leg.dialog() == dialog) {
      calls.forget(dialog);
      dialog.hangUp(null);
      calls.guarded(call, () -> unreachable(call, leg), abort);
    }
  }

  private void unreachable(ActiveCall call, AgentLeg leg) {
    call.path().forgetAgent(leg.offerId());
    ringNext(call, leg);
  }

  void connect(ActiveCall call, long offerId) {
    AgentLeg leg = call.agentLegs().get(offerId);
    Dialog agent = leg == null ? null : leg.dialog();
    if (agent == null) {
      throw new IllegalStateException("an agent answered who was not rung");
    }
    call.path().connect(call.caller(), agent, offerId);
  }

  void drop(ActiveCall call, long offerId, DropReason reason) {
    AgentLeg leg = call.agentLegs().remove(offerId);
    Dialog dialog = leg == null ? null : leg.dialog();
    if (dialog != null) {
      calls.forget(dialog);
      dialog.hangUp(reason.reason());
    }
    call.path().forgetAgent(offerId);
  }

  void release(ActiveCall call, long offerId) {
    int agent = call.log().agentOf(offerId);
    AgentLeg leg = call.agentLegs().remove(offerId);
    if (leg != null) {
      calls.forget(leg.dialog());
    }
    routerSide.released(agent);
  }

  void dropAll(ActiveCall call) {
    for (AgentLeg leg : List.copyOf(call.agentLegs().values())) {
      drop(call, leg.offerId(), DropReason.CALL_ENDED);
      router.released(leg.agent(), timers.nowNs());
    }
  }

  // ---- what the phones say

  void answered(ActiveCall call, AgentLeg agent, SipEvent.Answered answered) {
    if (!call.path().agentAnswered(agent.offerId(), answered.response())) {
      calls.post(call, new CallEvent.AgentFailed(agent.offerId(), OfferOutcome.UNREACHABLE));
      drop(call, agent.offerId(), DropReason.CALL_ENDED);
    } else if (routerSide.accepted(agent.offerId())) {
      routerSide.answered(call, agent.offerId());
    } else {
      drop(call, agent.offerId(), DropReason.ANSWERED_ELSEWHERE);
    }
  }

  void refused(ActiveCall call, AgentLeg agent, SipEvent.Refused refused) {
    OfferOutcome outcome = outcomeOf(refused.status());
    calls.forget(refused.dialog());
    if (outcome == OfferOutcome.UNREACHABLE && agent.hasNextTarget()) {
      unreachable(call, agent);
      return;
    }
    call.agentLegs().remove(agent.offerId());
    call.path().forgetAgent(agent.offerId());
    calls.post(call, new CallEvent.AgentFailed(agent.offerId(), outcome));
  }

  /** Semantics section 2: what an agent's phone says, and what that says about the agent. */
  static OfferOutcome outcomeOf(int status) {
    return switch (status) {
      case 486, 600 -> OfferOutcome.BUSY;
      case 403, 603 -> OfferOutcome.DECLINED;
      default ->
          status >= 600 && status != 604 && status != 606
              ? OfferOutcome.DECLINED
              : OfferOutcome.UNREACHABLE;
    };
  }
}
