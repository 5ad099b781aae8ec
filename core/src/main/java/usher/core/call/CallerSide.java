package usher.core.call;

import java.util.function.Consumer;
import usher.sip.message.SipRequest;
import usher.sip.transaction.Timers;

/** What a caller gets of us: ringing, music, an answer, a refusal, and in the end a record. */
final class CallerSide {
  private static final int UNAVAILABLE = 480;

  private final CallTable calls;
  private final Timers timers;
  private final Consumer<CallLog> records;

  CallerSide(CallControl.Parts parts, CallTable calls) {
    this.calls = calls;
    this.timers = parts.timers();
    this.records = parts.records();
  }

  void playEarly(ActiveCall call) {
    if (call.path().forCaller() instanceof MediaPath.Description.Ready(byte[] sdp)) {
      call.caller().progress(sdp);
      call.path().playMusic();
    }
  }

  /**
   * The music comes with the ACK: before, somebody else may have asked for it in the caller's name.
   */
  void answer(ActiveCall call) {
    if (call.path().forCaller() instanceof MediaPath.Description.Ready(byte[] sdp)) {
      call.caller().accept(sdp);
    }
  }

  /** He has acknowledged our answer; unless he is served already, he waits with music. */
  void acknowledged(ActiveCall call, SipRequest ack) {
    call.path().callerAcknowledged(ack);
    if (call.machine().state() instanceof CallState.Waiting
        || call.machine().state() instanceof CallState.Outside) {
      call.path().playMusic();
    }
  }

  void playAgain(ActiveCall call, long legId) {
    AgentLeg leg = call.agentLegs().remove(legId);
    if (leg != null) {
      calls.forget(leg.dialog());
    }
    call.path().disconnect();
    call.path().playMusic();
  }

  /** A caller who was answered is told why only where that is no ordinary end. */
  void drop(ActiveCall call, int status) {
    calls.forget(call.caller());
    call.caller().reject(status);
    call.caller().hangUp(status == UNAVAILABLE ? null : new Refusal(status).reason());
  }

  void hangUp(ActiveCall call, CallCommand.DropReason reason) {
    calls.forget(call.caller());
    call.caller().hangUp(reason.reason());
  }

  void turnAway(ActiveCall call, Refusal refusal) {
    calls.forget(call.caller());
    call.caller().reject(refusal.status(), refusal.headers());
    call.caller().hangUp(refusal.reason());
  }

  void finish(ActiveCall call, EndCause cause) {
    calls.remove(call);
    call.closePath();
    call.log().ended(cause, timers.nowNs());
    if (call.dialled() == null) {
      records.accept(call.log());
    }
  }
}
