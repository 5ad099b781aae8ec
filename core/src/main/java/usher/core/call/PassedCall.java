package usher.core.call;

import java.util.ArrayList;
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
import usher.core.call.CallState.ConnectingPassed;
import usher.core.call.CallState.Entering;
import usher.core.call.CallState.Passed;
import usher.core.call.CallState.Passing;
import usher.core.call.CallState.Talking;
import usher.core.call.CallState.TalkingOutside;

/**
 * A call that its agent passes on: to the phone of somebody who has to answer first, or to a queue.
 */
final class PassedCall {
  private static final int SERVICE_UNAVAILABLE = 503;

  private PassedCall() {}

  static Transition passToQueue(long from, String queue) {
    List<CallCommand> commands = passOn(from);
    commands.add(new CallCommand.PlayAgain(from));
    commands.add(new CallCommand.EnterAgain(queue));
    return Transition.to(new Entering(), commands);
  }

  static Transition passToPhone(long from, long leg) {
    return Transition.to(new Passing(from, leg), new CallCommand.RingPassed(leg));
  }

  /** Who it is passed on to was called by the agent himself, and may have answered already. */
  static Transition passToLeg(long from, long leg, boolean answered) {
    if (answered) {
      return passedTo(leg, from);
    }
    return Transition.to(new Passing(from, leg));
  }

  private static Transition passedTo(long leg, long from) {
    List<CallCommand> commands = passOn(from);
    commands.add(new CallCommand.ConnectPassed(leg));
    return Transition.to(new ConnectingPassed(leg), commands);
  }

  /** Semantics, section 2: the agent is released at the transfer, not at the moved call's end. */
  private static List<CallCommand> passOn(long from) {
    List<CallCommand> commands = new ArrayList<>();
    commands.add(new CallCommand.ReportPassed(true));
    commands.addAll(Releases.release(from, DropReason.PASSED_ON));
    return commands;
  }

  static Transition on(Passing passing, CallEvent event) {
    Transition stay = Transition.to(passing);
    long from = passing.fromId();
    long leg = passing.legId();
    return switch (event) {
      case OutsideAnswered(long of) when of == leg -> passedTo(leg, from);
      // the caller is the agent's again
      case OutsideFailed(long of) when of == leg ->
          Transition.to(
              Releases.isOffer(from) ? new Talking(from) : new TalkingOutside(from),
              new CallCommand.DropOutside(leg, DropReason.OFFER_ENDED),
              new CallCommand.ReportPassed(false));
      case AgentHungUp(long offerId) when offerId == from ->
          leavePassing(leg, from, new CallCommand.ReleaseAgent(from));
      case OutsideHungUp(long of) when of == from ->
          leavePassing(leg, from, new CallCommand.DropOutside(from, DropReason.CALL_ENDED));
      case CallerLeft() ->
          endPassing(
              passing, EndCause.CALLER_HUNG_UP, Releases.release(from, DropReason.CALLER_LEFT));
      case Failed(int status) ->
          endPassing(passing, EndCause.LOST, Releases.releaseBoth(from, status));
      case ServerStops() ->
          endPassing(
              passing, EndCause.SERVER_STOPPED, Releases.releaseBoth(from, SERVICE_UNAVAILABLE));
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> stay;
      case Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> stay;
      case AgentAnswered _, AgentFailed _, AgentHungUp _, Joined _ -> stay;
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> stay;
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> stay;
      case Conferred _, Absorbed _ -> stay;
    };
  }

  private static Transition leavePassing(long leg, long from, CallCommand release) {
    return Transition.to(new Passed(leg), release, new CallCommand.PlayAgain(from));
  }

  private static Transition endPassing(
      Passing passing, EndCause cause, List<CallCommand> commands) {
    commands.addFirst(new CallCommand.DropOutside(passing.legId(), DropReason.CALLER_LEFT));
    return Transition.end(cause, commands);
  }

  static Transition on(Passed passed, CallEvent event) {
    long leg = passed.legId();
    Transition stay = Transition.to(passed);
    return switch (event) {
      case OutsideAnswered(long of) when of == leg ->
          Transition.to(new ConnectingPassed(leg), new CallCommand.ConnectPassed(leg));
      // there is no agent to go back to
      case OutsideFailed(long of) when of == leg ->
          Transition.to(
              new Entering(),
              new CallCommand.DropOutside(leg, DropReason.OFFER_ENDED),
              new CallCommand.EnterAgain(null));
      case CallerLeft() -> endPassed(leg, EndCause.CALLER_HUNG_UP, DropReason.CALLER_LEFT);
      case Failed(int status) -> endPassed(leg, EndCause.LOST, status);
      case ServerStops() -> endPassed(leg, EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> stay;
      case Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> stay;
      case AgentAnswered _, AgentFailed _, AgentHungUp _, Joined _ -> stay;
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> stay;
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> stay;
      case Conferred _, Absorbed _ -> stay;
    };
  }

  static Transition on(ConnectingPassed connecting, CallEvent event) {
    long leg = connecting.legId();
    Transition stay = Transition.to(connecting);
    return switch (event) {
      case Joined() -> Transition.to(new TalkingOutside(leg));
      case OutsideHungUp(long of) when of == leg ->
          Transition.to(
              new Entering(),
              new CallCommand.PlayAgain(leg),
              new CallCommand.DropOutside(leg, DropReason.OFFER_ENDED),
              new CallCommand.EnterAgain(null));
      case CallerLeft() -> endPassed(leg, EndCause.CALLER_HUNG_UP, DropReason.CALLER_LEFT);
      case Failed(int status) -> endPassed(leg, EndCause.LOST, status);
      case ServerStops() -> endPassed(leg, EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> stay;
      case Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> stay;
      case AgentAnswered _, AgentFailed _, AgentHungUp _ -> stay;
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> stay;
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> stay;
      case Conferred _, Absorbed _ -> stay;
    };
  }

  private static Transition endPassed(long leg, EndCause cause, DropReason reason) {
    return Transition.end(cause, List.of(new CallCommand.DropOutside(leg, reason)));
  }

  private static Transition endPassed(long leg, EndCause cause, int status) {
    return Transition.end(
        cause,
        List.of(
            new CallCommand.DropOutside(leg, DropReason.CALL_ENDED),
            new CallCommand.DropCaller(status)));
  }
}
