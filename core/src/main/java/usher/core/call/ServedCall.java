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
import usher.core.call.CallState.Conference;
import usher.core.call.CallState.Member;
import usher.core.call.CallState.Talking;
import usher.core.call.CallState.TalkingOutside;

/**
 * A call whose caller talks to somebody: to the agent whom routing chose, or to whoever came after.
 */
final class ServedCall {
  private static final int TEMPORARILY_UNAVAILABLE = 480;
  private static final int SERVICE_UNAVAILABLE = 503;

  private ServedCall() {}

  static Transition on(Talking talking, CallEvent event) {
    Transition stay = Transition.to(talking);
    long offer = talking.offerId();
    return switch (event) {
      case AgentHungUp(long offerId) when offerId == offer ->
          Transition.end(
              EndCause.AGENT_HUNG_UP,
              List.of(
                  new CallCommand.ReleaseAgent(offer),
                  new CallCommand.DropCaller(TEMPORARILY_UNAVAILABLE)));
      case PassedToQueue(String queue) -> PassedCall.passToQueue(offer, queue);
      case PassedToPhone(long leg) -> PassedCall.passToPhone(offer, leg);
      case PassedToLeg(long leg, boolean answered) -> PassedCall.passToLeg(offer, leg, answered);
      case TakenAway() ->
          Transition.end(
              EndCause.PASSED_ON, List.of(new CallCommand.HangUpCaller(DropReason.PASSED_ON)));
      case Conferred(List<Member> guests) ->
          ConferenceCall.confer(new Conference(true, List.of(new Member(offer, true))), guests);
      case Absorbed() -> Transition.end(EndCause.PASSED_ON, List.of());
      case CallerLeft() ->
          Transition.end(EndCause.CALLER_HUNG_UP, Releases.release(offer, DropReason.CALLER_LEFT));
      case Failed(int status) -> Transition.end(EndCause.LOST, Releases.releaseBoth(offer, status));
      case ServerStops() ->
          Transition.end(EndCause.SERVER_STOPPED, Releases.releaseBoth(offer, SERVICE_UNAVAILABLE));
      case Arrived _, Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> stay;
      case AgentAnswered _, AgentFailed _, AgentHungUp _, Joined _ -> stay;
      case Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> stay;
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> stay;
    };
  }

  static Transition on(TalkingOutside talking, CallEvent event) {
    long leg = talking.legId();
    Transition stay = Transition.to(talking);
    CallCommand.DropOutside ended = new CallCommand.DropOutside(leg, DropReason.CALL_ENDED);
    return switch (event) {
      case OutsideHungUp(long of) when of == leg ->
          Transition.end(
              EndCause.OUTSIDE_HUNG_UP,
              List.of(ended, new CallCommand.DropCaller(TEMPORARILY_UNAVAILABLE)));
      // it is that of an agent to whom the call was passed
      case PassedToQueue(String queue) -> PassedCall.passToQueue(leg, queue);
      case PassedToPhone(long to) -> PassedCall.passToPhone(leg, to);
      case PassedToLeg(long to, boolean answered) -> PassedCall.passToLeg(leg, to, answered);
      case Conferred(List<Member> guests) ->
          ConferenceCall.confer(new Conference(true, List.of(new Member(leg, true))), guests);
      case Absorbed() -> Transition.end(EndCause.PASSED_ON, List.of());
      case CallerLeft() ->
          Transition.end(
              EndCause.CALLER_HUNG_UP,
              List.of(new CallCommand.DropOutside(leg, DropReason.CALLER_LEFT)));
      case Failed(int status) ->
          Transition.end(EndCause.LOST, List.of(ended, new CallCommand.DropCaller(status)));
      case ServerStops() ->
          Transition.end(
              EndCause.SERVER_STOPPED,
              List.of(ended, new CallCommand.DropCaller(SERVICE_UNAVAILABLE)));
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> stay;
      case Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> stay;
      case AgentAnswered _, AgentFailed _, AgentHungUp _, Joined _ -> stay;
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> stay;
      case TakenAway _ -> stay;
    };
  }
}
