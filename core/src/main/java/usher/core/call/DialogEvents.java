package usher.core.call;

import org.jspecify.annotations.Nullable;
import usher.core.call.CallCommand.DropReason;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.SipEvent;
import usher.sip.dialog.SipEvent.EndReason;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ServerTransaction;

/** Gives what a dialog says to whom it concerns: the audio, the leg, or the call. */
final class DialogEvents {
  private final CallTable calls;
  private final CallerSide callerSide;
  private final AgentLegs agentLegs;
  private final OutsideLegs outsideLegs;
  private final Transfers transfers;
  private final KeyListener keys;

  /** Hears which keys are pressed where. */
  @FunctionalInterface
  interface KeyListener {
    void pressed(Leg leg, char key);
  }

  DialogEvents(
      CallTable calls,
      CallerSide callerSide,
      AgentLegs agentLegs,
      OutsideLegs outsideLegs,
      Transfers transfers,
      KeyListener keys) {
    this.keys = keys;
    this.calls = calls;
    this.callerSide = callerSide;
    this.agentLegs = agentLegs;
    this.outsideLegs = outsideLegs;
    this.transfers = transfers;
  }

  /** A leg that no call wants any more may still ask something. */
  static void onStray(SipEvent event) {
    switch (event) {
      case SipEvent.Answered(Dialog dialog, _) -> dialog.hangUp(DropReason.OFFER_ENDED.reason());
      case SipEvent.Reinvited(Dialog dialog, _) -> dialog.refuseReinvite(481);
      case SipEvent.InfoReceived(_, ServerTransaction info) -> answer(info, 481);
      case SipEvent.Referred(_, ServerTransaction refer) -> answer(refer, 481);
      case SipEvent.Notified(_, ServerTransaction notify) -> answer(notify, 481);
      case SipEvent.IncomingCall _, SipEvent.Cancelled _, SipEvent.Acknowledged _ -> {}
      case SipEvent.Progress _, SipEvent.Refused _, SipEvent.Ended _ -> {}
      case SipEvent.ReinviteAcknowledged _, SipEvent.ReinviteCancelled _ -> {}
      case SipEvent.ReinviteAnswered _, SipEvent.ReinviteRefused _ -> {}
      case SipEvent.ReferAnswered _ -> {}
    }
  }

  void onLeg(Leg leg, SipEvent event) {
    ActiveCall call = leg.call();
    switch (event) {
      case SipEvent.IncomingCall _ ->
          throw new IllegalStateException("a second INVITE for one dialog");
      case SipEvent.Cancelled _ -> calls.post(call, new CallEvent.CallerLeft());
      case SipEvent.Acknowledged(_, SipRequest ack) -> acknowledged(leg, ack);
      case SipEvent.Progress(_, SipResponse response) -> progressed(leg, response.status());
      case SipEvent.Answered answered -> answered(leg, answered);
      case SipEvent.Refused refused -> refused(leg, refused);
      case SipEvent.Reinvited(Dialog dialog, ServerTransaction transaction) ->
          call.path().reinvited(leg.side(), dialog, transaction.request());
      case SipEvent.ReinviteAcknowledged(_, SipRequest ack) ->
          call.path().reinviteAcknowledged(leg.side(), ack);
      case SipEvent.ReinviteCancelled _ -> call.path().reinviteCancelled(leg.side());
      case SipEvent.ReinviteAnswered answered ->
          call.path().reinviteAnswered(leg.side(), answered.response());
      case SipEvent.ReinviteRefused refused ->
          call.path().reinviteRefused(leg.side(), refused.status());
      case SipEvent.InfoReceived(_, ServerTransaction info) -> relay(leg, info);
      case SipEvent.Referred(Dialog dialog, ServerTransaction refer) ->
          transfers.referred(leg, dialog, refer);
      // we have asked for nothing that could be notified (RFC 6665 4.1.3)
      case SipEvent.Notified(_, ServerTransaction notify) -> answer(notify, 481);
      case SipEvent.ReferAnswered _ -> {}
      case SipEvent.Ended(Dialog dialog, EndReason reason) -> ended(leg, dialog, reason);
    }
  }

  /** An agent calls us only to take over from another phone, and has his answer. */
  private void acknowledged(Leg leg, SipRequest ack) {
    if (leg.side() == Side.CALLER) {
      callerSide.acknowledged(leg.call(), ack);
    }
  }

  private void progressed(Leg leg, int status) {
    if (leg.outside() != null) {
      outsideLegs.progressed(leg.call(), leg.outside(), status);
    } else if (leg.agent() != null) {
      calls.post(leg.call(), new CallEvent.AgentRinging(leg.agent().offerId()));
    }
  }

  private void answered(Leg leg, SipEvent.Answered answered) {
    if (leg.outside() != null) {
      outsideLegs.answered(leg.call(), leg.outside(), answered);
    } else if (leg.agent() != null) {
      agentLegs.answered(leg.call(), leg.agent(), answered);
    }
  }

  private void refused(Leg leg, SipEvent.Refused refused) {
    if (leg.outside() != null) {
      outsideLegs.refused(leg.call(), leg.outside(), refused);
    } else if (leg.agent() != null) {
      agentLegs.refused(leg.call(), leg.agent(), refused);
    }
  }

  private void ended(Leg leg, Dialog dialog, EndReason reason) {
    leg.call().log().legEnded(dialog, reason);
    CallEvent event =
        leg.outside() != null
            ? new CallEvent.OutsideHungUp(leg.outside().id())
            : leg.agent() != null
                ? new CallEvent.AgentHungUp(leg.agent().offerId())
                : new CallEvent.CallerLeft();
    calls.post(leg.call(), event);
  }

  /**
   * An INFO of one phone is for the other: digits of old phones travel so. A key that the audio
   * tells of already stays here: some phones say it both ways, and it was pressed once.
   */
  private void relay(Leg leg, ServerTransaction info) {
    Dialog other = leg.side() == Side.AGENT ? leg.call().caller() : talkingAgent(leg.call());
    SipRequest request = info.request();
    String type = request.header(Header.CONTENT_TYPE);
    boolean twice = type != null && Keypads.isKey(type) && leg.call().path().passesKeys(leg.side());
    if (other != null && type != null && !twice) {
      other.info(type, request.body());
    }
    answer(info, 200);
    Character key = leg.call().path().tellsKeys(leg.side()) ? null : Keypads.of(request);
    if (key != null) {
      keys.pressed(leg, key);
    }
  }

  /** Whom the caller talks to. */
  private static @Nullable Dialog talkingAgent(ActiveCall call) {
    return switch (call.machine().state()) {
      case CallState.Talking(long offerId) -> call.dialog(offerId);
      case CallState.TalkingOutside(long legId) -> call.dialog(legId);
      case CallState.Passing(long fromId, _) -> call.dialog(fromId);
      case CallState.New _, CallState.Entering _, CallState.Waiting _ -> null;
      case CallState.Connecting _, CallState.Outside _, CallState.ConnectingOutside _ -> null;
      case CallState.Passed _, CallState.ConnectingPassed _ -> null;
      case CallState.Dialling _, CallState.Conference _, CallState.Ended _ -> null;
    };
  }

  private static void answer(ServerTransaction transaction, int status) {
    transaction.respond(SipWriter.response(status, transaction.request(), null).toResponse());
  }
}
