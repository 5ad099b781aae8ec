package usher.core.call;

import java.time.Duration;
import java.util.List;
import usher.core.call.CallCommand.DropReason;
import usher.routing.call.CallEnd;
import usher.routing.offer.OfferOutcome;

/** Hands each command of a call to who performs it. */
final class CallCommands implements CallTable.Performer {
  private final CallTable calls;
  private final RouterSide routerSide;
  private final CallerSide callerSide;
  private final AgentLegs agentLegs;
  private final OutsideLegs outsideLegs;
  private final Transfers transfers;
  private final OwnCalls ownCalls;
  private final Conferences conferences;

  CallCommands(
      CallTable calls,
      RouterSide routerSide,
      CallerSide callerSide,
      AgentLegs agentLegs,
      OutsideLegs outsideLegs,
      Transfers transfers,
      OwnCalls ownCalls,
      Conferences conferences) {
    this.calls = calls;
    this.routerSide = routerSide;
    this.callerSide = callerSide;
    this.agentLegs = agentLegs;
    this.outsideLegs = outsideLegs;
    this.transfers = transfers;
    this.ownCalls = ownCalls;
    this.conferences = conferences;
  }

  @Override
  public void perform(ActiveCall call, CallCommand command) {
    switch (command) {
      case CallCommand.EnterQueue() -> routerSide.enterQueue(call);
      case CallCommand.RingCaller() -> call.caller().ring();
      case CallCommand.PlayEarly() -> callerSide.playEarly(call);
      case CallCommand.AnswerAndPlay() -> callerSide.answer(call);
      case CallCommand.PlayAgain(long legId) -> callerSide.playAgain(call, legId);
      case CallCommand.RingAgent(long offerId, int agent) -> agentLegs.ring(call, offerId, agent);
      case CallCommand.DropAgent(long offerId, DropReason reason) ->
          agentLegs.drop(call, offerId, reason);
      case CallCommand.ReportRinging(long offerId) -> routerSide.ringing(call, offerId);
      case CallCommand.ReportFailure(long offerId, OfferOutcome outcome) ->
          routerSide.failed(offerId, outcome);
      case CallCommand.Connect(long offerId) -> agentLegs.connect(call, offerId);
      case CallCommand.ReportConnected(long offerId) -> routerSide.connected(call, offerId);
      case CallCommand.RingOutside(long legId, String target, Duration ring) ->
          outsideLegs.ring(call, legId, target, ring);
      case CallCommand.DropOutside(long legId, DropReason reason) ->
          outsideLegs.drop(call, legId, reason);
      case CallCommand.ConnectOutside(long legId) -> outsideLegs.connect(call, legId);
      case CallCommand.ReportOutsideJoined() -> routerSide.outsideJoined(call);
      case CallCommand.ReportOutsideFailed() -> routerSide.outsideFailed(call);
      case CallCommand.RingPassed(long legId) -> transfers.ring(call, legId);
      case CallCommand.ConnectPassed(long legId) -> transfers.connect(call, legId);
      case CallCommand.Gather(boolean caller, List<Long> legs) ->
          conferences.gather(call, caller, legs);
      case CallCommand.ReportPassed(boolean done) -> transfers.report(call, done);
      case CallCommand.EnterAgain(String queue) -> transfers.enterAgain(call, queue);
      case CallCommand.RingDialled(long legId) -> ownCalls.ring(call, legId);
      case CallCommand.RefuseDialler(long legId) -> ownCalls.refuse(call, legId);
      case CallCommand.HangUpCaller(DropReason reason) -> callerSide.hangUp(call, reason);
      case CallCommand.MoveOut() -> routerSide.leaveQueue(call, CallEnd.MOVED);
      case CallCommand.LeaveQueue(boolean callerLeft) ->
          routerSide.leaveQueue(call, callerLeft ? CallEnd.ABANDONED : CallEnd.LOST);
      case CallCommand.ReleaseAgent(long offerId) -> agentLegs.release(call, offerId);
      case CallCommand.DropCaller(int status) -> callerSide.drop(call, status);
      case CallCommand.TurnCallerAway(int status) -> callerSide.turnAway(call, new Refusal(status));
      case CallCommand.Finish(EndCause cause) -> finish(call, cause);
    }
  }

  private void finish(ActiveCall call, EndCause cause) {
    callerSide.finish(call, cause);
    ownCalls.ended(call);
  }

  /** Frees what the call holds without asking its machine, whose state may be what is wrong. */
  void abort(ActiveCall call) {
    calls.dropEventsOf(call);
    routerSide.lost(call);
    agentLegs.dropAll(call);
    for (long legId : List.copyOf(call.outsideLegs().keySet())) {
      outsideLegs.drop(call, legId, DropReason.CALL_ENDED);
    }
    callerSide.drop(call, 500);
    finish(call, EndCause.LOST);
    routerSide.takeNotes();
  }
}
