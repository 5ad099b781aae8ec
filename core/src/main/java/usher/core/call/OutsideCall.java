package usher.core.call;

import java.util.List;
import usher.core.call.CallCommand.DropReason;
import usher.core.call.CallEvent.Absorbed;
import usher.core.call.CallEvent.Admitted;
import usher.core.call.CallEvent.AgentAnswered;
import usher.core.call.CallEvent.AgentFailed;
import usher.core.call.CallEvent.AgentHungUp;
import usher.core.call.CallEvent.AgentRinging;
import usher.core.call.CallEvent.Arrived;
import usher.core.call.CallEvent.CallerLeft;
import usher.core.call.CallEvent.Conferred;
import usher.core.call.CallEvent.Failed;
import usher.core.call.CallEvent.Joined;
import usher.core.call.CallEvent.OfferWithdrawn;
import usher.core.call.CallEvent.Offered;
import usher.core.call.CallEvent.OutsideAnswered;
import usher.core.call.CallEvent.OutsideFailed;
import usher.core.call.CallEvent.OutsideHungUp;
import usher.core.call.CallEvent.PassedToLeg;
import usher.core.call.CallEvent.PassedToPhone;
import usher.core.call.CallEvent.PassedToQueue;
import usher.core.call.CallEvent.SaidGoodbye;
import usher.core.call.CallEvent.SentOutside;
import usher.core.call.CallEvent.ServerStops;
import usher.core.call.CallEvent.TakenAway;
import usher.core.call.CallEvent.TurnedAway;
import usher.core.call.CallEvent.WaitedTooLong;
import usher.core.call.CallState.ConnectingOutside;
import usher.core.call.CallState.Outside;
import usher.core.call.CallState.TalkingOutside;
import usher.core.call.CallState.Waiting;

/**
 * A call that a rung of overflow sends outside of the centre: it keeps its place until somebody
 * there is heard.
 */
final class OutsideCall {
  private static final int TEMPORARILY_UNAVAILABLE = 480;
  private static final int SERVICE_UNAVAILABLE = 503;

  private OutsideCall() {}

  static Transition on(Outside outside, CallEvent event) {
    long leg = outside.legId();
    Transition stay = Transition.to(outside);
    return switch (event) {
      case OutsideAnswered(long of) when of == leg ->
          Transition.to(new ConnectingOutside(leg), new CallCommand.ConnectOutside(leg));
      case OutsideFailed(long of) when of == leg ->
          Transition.to(
              new Waiting(List.of()),
              new CallCommand.DropOutside(leg, DropReason.OFFER_ENDED),
              new CallCommand.ReportOutsideFailed());
      case WaitedTooLong() -> timeOut(leg);
      case CallerLeft() -> leave(leg, EndCause.ABANDONED);
      case Failed(int status) -> giveUp(leg, EndCause.REFUSED, status);
      case ServerStops() -> giveUp(leg, EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> stay;
      case Offered _, OfferWithdrawn _, AgentRinging _, AgentAnswered _ -> stay;
      case AgentFailed _, AgentHungUp _, Joined _ -> stay;
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> stay;
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> stay;
      case Conferred _, Absorbed _ -> stay;
    };
  }

  static Transition on(ConnectingOutside connecting, CallEvent event) {
    long leg = connecting.legId();
    Transition stay = Transition.to(connecting);
    return switch (event) {
      case Joined() ->
          Transition.to(new TalkingOutside(leg), new CallCommand.ReportOutsideJoined());
      // as with an agent who leaves before there is audio: the old place, with music again
      case OutsideHungUp(long of) when of == leg ->
          Transition.to(
              new Waiting(List.of()),
              new CallCommand.PlayAgain(leg),
              new CallCommand.DropOutside(leg, DropReason.OFFER_ENDED),
              new CallCommand.ReportOutsideFailed());
      case WaitedTooLong() -> timeOut(leg);
      case CallerLeft() -> leave(leg, EndCause.LEFT_BEFORE_AUDIO);
      case Failed(int status) -> giveUp(leg, EndCause.LOST, status);
      case ServerStops() -> giveUp(leg, EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> stay;
      case Offered _, OfferWithdrawn _, AgentRinging _, AgentAnswered _ -> stay;
      case AgentFailed _, AgentHungUp _ -> stay;
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> stay;
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> stay;
      case Conferred _, Absorbed _ -> stay;
    };
  }

  private static Transition timeOut(long leg) {
    return Transition.end(
        EndCause.TIMED_OUT,
        List.of(
            new CallCommand.DropOutside(leg, DropReason.OFFER_ENDED),
            new CallCommand.TurnCallerAway(TEMPORARILY_UNAVAILABLE)));
  }

  private static Transition leave(long leg, EndCause cause) {
    return Transition.end(
        cause,
        List.of(
            new CallCommand.LeaveQueue(true),
            new CallCommand.DropOutside(leg, DropReason.CALLER_LEFT)));
  }

  private static Transition giveUp(long leg, EndCause cause, int status) {
    return Transition.end(
        cause,
        List.of(
            new CallCommand.LeaveQueue(false),
            new CallCommand.DropOutside(leg, DropReason.CALL_ENDED),
            new CallCommand.DropCaller(status)));
  }
}
