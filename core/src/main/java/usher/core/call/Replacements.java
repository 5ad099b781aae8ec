package usher.core.call;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.call.CallCommand.DropReason;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.Dialogs;
import usher.sip.dialog.Replaces;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;

/**
 * An agent goes on with a call at another phone of his: an INVITE that replaces the dialog with the
 * first (RFC 3891). Only he may, and only from where his phone has registered; who has overheard
 * Call-ID and tags gets nothing by them.
 */
final class Replacements {
  private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);

  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int UNKNOWN = 481;
  private static final int BUSY = 486;
  private static final int NOT_ACCEPTABLE = 488;
  private static final int REQUEST_PENDING = 491;
  private static final int NO_PORT = 503;
  private static final int DECLINED = 603;

  private final CallTable calls;
  private final RouterSide routerSide;
  private final AgentPhones phones;
  private final Dialogs dialogs;
  private final MediaLegs legs;
  private final Consumer<ActiveCall> abort;

  Replacements(
      CallControl.Parts parts,
      CallTable calls,
      RouterSide routerSide,
      AgentPhones phones,
      MediaLegs legs,
      Consumer<ActiveCall> abort) {
    this.calls = calls;
    this.routerSide = routerSide;
    this.phones = phones;
    this.dialogs = parts.dialogs();
    this.legs = legs;
    this.abort = abort;
  }

  static boolean isWanted(SipRequest invite) {
    return invite.has(Header.REPLACES);
  }

  void arrived(Dialog dialog, SipRequest invite) {
    List<String> values = invite.headers(Header.REPLACES);
    Replaces replaces = values.size() == 1 ? Replaces.of(values.getFirst()) : null;
    Dialog named = replaces == null ? null : dialogs.find(replaces);
    Leg leg = named == null ? null : calls.leg(named);
    if (replaces == null) {
      dialog.reject(BAD_REQUEST);
    } else if (named == null || leg == null) {
      // RFC 3891 3: 603 where it has ended already
      dialog.reject(dialogs.hasEnded(replaces) ? DECLINED : UNKNOWN);
    } else {
      int refusal = refusal(replaces, named, leg, phones.callerOf(dialog, invite));
      if (refusal != 0) {
        LOG.info("call {} is not taken over: {}", leg.call().id(), refusal);
        dialog.reject(refusal);
      } else {
        calls.guarded(leg.call(), () -> replace(leg, named, dialog, invite), abort);
      }
    }
  }

  /** 0 where there is nothing against it. */
  private static int refusal(Replaces replaces, Dialog named, Leg leg, int agent) {
    if (agent == OutsideLeg.NOBODY || agent != leg.owner()) {
      return FORBIDDEN;
    }
    if (leg.side() == Side.CALLER) {
      // RFC 3891 3: an early dialog that is not of our making is as good as unknown
      return named.isEstablished() ? DECLINED : UNKNOWN;
    }
    if (replaces.earlyOnly() && named.isEstablished()) {
      return BUSY;
    }
    return switch (leg.call().machine().state()) {
      case CallState.Talking _, CallState.TalkingOutside _ -> 0;
      case CallState.Waiting _ -> leg.agent() == null ? REQUEST_PENDING : 0;
      case CallState.New _, CallState.Entering _, CallState.Connecting _ -> REQUEST_PENDING;
      case CallState.Outside _, CallState.ConnectingOutside _ -> REQUEST_PENDING;
      case CallState.Passing _, CallState.Passed _, CallState.ConnectingPassed _ -> REQUEST_PENDING;
      case CallState.Dialling _, CallState.Conference _, CallState.Ended _ -> REQUEST_PENDING;
    };
  }

  private void replace(Leg leg, Dialog named, Dialog dialog, SipRequest invite) {
    var offer = MediaLeg.parse(MediaPath.sdpOf(invite));
    MediaLeg audio = offer == null ? null : legs.open(null, FarEnd.of(dialog, offer));
    if (offer == null || audio == null) {
      dialog.reject(offer == null ? NOT_ACCEPTABLE : NO_PORT);
      return;
    }
    switch (audio.answer(offer)) {
      case MediaPath.Description.Ready(byte[] sdp) -> replace(leg, named, dialog, audio, sdp);
      case MediaPath.Description.Impossible(int status, String _) -> {
        audio.close();
        dialog.reject(status);
      }
    }
  }

  private void replace(Leg leg, Dialog named, Dialog dialog, MediaLeg audio, byte[] sdp) {
    ActiveCall call = leg.call();
    boolean rings = !named.isEstablished();
    if (rings && !won(leg.agent())) {
      audio.close();
      dialog.reject(DECLINED);
      return;
    }
    calls.forget(named);
    calls.leg(dialog, leg);
    call.log().legAdded(dialog, routerSide.nameOf(leg.owner()));
    dialog.accept(sdp);
    named.hangUp((rings ? DropReason.ANSWERED_ELSEWHERE : DropReason.REPLACED).reason());
    if (rings) {
      pickUp(call, leg, dialog, audio);
    } else {
      takeOver(call, leg, dialog, audio);
    }
  }

  private boolean won(@Nullable AgentLeg leg) {
    return leg != null && routerSide.accepted(leg.offerId());
  }

  /** The phone that rang is answered at another. */
  private void pickUp(ActiveCall call, Leg leg, Dialog dialog, MediaLeg audio) {
    AgentLeg agent = leg.agent();
    if (agent != null) {
      agent.ring(dialog);
      call.path().forgetAgent(agent.offerId());
      call.path().adopt(agent.offerId(), audio);
      routerSide.answered(call, agent.offerId());
    }
  }

  private void takeOver(ActiveCall call, Leg leg, Dialog dialog, MediaLeg audio) {
    leg.speaksBy(dialog);
    if (call.isHeldByAgent()) {
      routerSide.retrieved(call);
    }
    call.path().disconnect();
    call.path().adopt(leg.id(), audio);
    call.path().connect(call.caller(), dialog, leg.id());
  }
}
