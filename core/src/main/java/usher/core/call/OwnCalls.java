package usher.core.call;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.call.CallCommand.DropReason;
import usher.sip.dialog.Dialog;
import usher.sip.media.AudioClip;
import usher.sip.message.SipRequest;

/**
 * Calls that agents dial themselves: to each other, or to the numbers that calls may be passed to.
 * While one is up its agent gets no call from routing; who serves a caller meanwhile consults.
 */
final class OwnCalls {
  private static final Logger LOG = LoggerFactory.getLogger(OwnCalls.class);

  /** As many as a desk phone has keys for; more are somebody else's who has got hold of it. */
  private static final int MOST = 4;

  private static final int BUSY = 486;
  private static final int UNAVAILABLE = 480;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final AudioClip SILENCE = AudioClip.of(new short[160]);

  /** What stands where other calls have a queue. */
  private static final CallQueue NO_QUEUE =
      new CallQueue(-1, "", AnswerPolicy.ON_AGENT, false, SILENCE);

  private final CallControl.Parts parts;
  private final CallTable calls;
  private final RouterSide routerSide;
  private final OutsideLegs outsideLegs;
  private final AgentPhones phones;
  private final Supplier<Entrance> entrance;
  private final LongSupplier epochMs;

  OwnCalls(
      CallControl.Parts parts,
      CallTable calls,
      RouterSide routerSide,
      OutsideLegs outsideLegs,
      AgentPhones phones,
      Supplier<Entrance> entrance) {
    this.parts = parts;
    this.calls = calls;
    this.routerSide = routerSide;
    this.outsideLegs = outsideLegs;
    this.phones = phones;
    this.entrance = entrance;
    this.epochMs = parts.epochMs();
  }

  /** The agent who dials, {@link OutsideLeg#NOBODY} for anybody else. */
  int dialler(Dialog dialog, SipRequest invite) {
    return phones.callerOf(dialog, invite);
  }

  /** Where agents get who dial this; null where it leads nowhere that others do not get, too. */
  @Nullable Destination destination(Dialog dialog, SipRequest invite) {
    SipURI uri = AgentPhones.dialled(invite);
    return uri == null
        ? null
        : new Destinations(
                entrance.get(),
                parts.router(),
                parts.locator(),
                parts.outside(),
                parts.outside().identify(invite, dialog.flow()))
            .dialled(uri, dialog.flow());
  }

  /** Makes a call of it; null where it was refused. */
  @Nullable ActiveCall take(int agent, Destination to, Dialog dialog, SipRequest invite) {
    int refusal = refusal(agent, to);
    if (refusal != 0) {
      LOG.info("agent {} may not dial: {}", routerSide.nameOf(agent), refusal);
      dialog.reject(refusal);
      return null;
    }
    long id = calls.nextId();
    CallLog log =
        new CallLog(
            id,
            NO_QUEUE,
            Ticket.NONE,
            invite,
            parts.outside().identify(invite, dialog.flow()),
            dialog,
            parts.timers().nowNs(),
            epochMs.getAsLong());
    return new ActiveCall(id, NO_QUEUE, dialog, log, (Destination.Phone) to);
  }

  private int refusal(int agent, Destination to) {
    return switch (to) {
      case Destination.Refused(int status) -> status;
      case Destination.Phone _ when !parts.journal().isAvailable() -> SERVICE_UNAVAILABLE;
      case Destination.Phone phone when phone.agent() == agent -> BUSY;
      case Destination.Phone _ -> calls.dialledBy(agent).count() < MOST ? 0 : BUSY;
      case Destination.Line _, Destination.Partner _ -> UNAVAILABLE;
    };
  }

  /** This call is the agent's own; it may also be one to a queue. */
  void begins(ActiveCall call, int agent) {
    call.dialledBy(agent);
    routerSide.ownCall(agent, true);
    if (calls.servedBy(agent) != null) {
      routerSide.consults(agent);
    }
  }

  void ring(ActiveCall call, long legId) {
    Destination.Phone to = call.dialled();
    if (to != null) {
      outsideLegs.ringPassed(call, legId, to, List.of(), entrance.get().transfers().ring());
    }
  }

  void refuse(ActiveCall call, long legId) {
    OutsideLeg leg = call.outside(legId);
    int status = leg == null || leg.refusal() == 0 ? UNAVAILABLE : leg.refusal();
    outsideLegs.drop(call, legId, DropReason.OFFER_ENDED);
    calls.forget(call.caller());
    call.caller().reject(status);
  }

  /** The agent whose own call this was, if it was one, is busy with it no more. */
  void ended(ActiveCall call) {
    int agent = call.dialledBy();
    if (agent == OutsideLeg.NOBODY || calls.dialledBy(agent).findAny().isPresent()) {
      return;
    }
    ActiveCall served = calls.servedBy(agent);
    if (served != null) {
      routerSide.consultsNoMore(agent, served.isHeldByAgent());
    }
    routerSide.ownCall(agent, false);
  }
}
