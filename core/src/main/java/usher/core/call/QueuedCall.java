package usher.core.call;

import java.time.Duration;
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
import usher.core.call.CallState.Connecting;
import usher.core.call.CallState.Entering;
import usher.core.call.CallState.New;
import usher.core.call.CallState.Outside;
import usher.core.call.CallState.Talking;
import usher.core.call.CallState.Waiting;
import usher.routing.offer.OfferOutcome;

/** A call in line: it waits, phones of agents ring, and one of them answers. */
final class QueuedCall {
  private static final int TEMPORARILY_UNAVAILABLE = 480;
  private static final int SERVICE_UNAVAILABLE = 503;

  private QueuedCall() {}

  static Transition on(New now, CallEvent event) {
    Transition stay = Transition.to(now);
    return switch (event) {
      case Arrived() -> Transition.to(new Entering(), new CallCommand.EnterQueue());
      case CallerLeft() -> Transition.end(EndCause.ABANDONED, List.of());
      case Failed(int status) ->
          Transition.end(EndCause.REFUSED, List.of(new CallCommand.DropCaller(status)));
      case ServerStops() ->
          Transition.end(
              EndCause.SERVER_STOPPED, List.of(new CallCommand.DropCaller(SERVICE_UNAVAILABLE)));
      case Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _, AgentAnswered _ -> stay;
      case AgentFailed _, AgentHungUp _, Joined _ -> stay;
      case Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> stay;
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> stay;
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> stay;
      case Conferred _, Absorbed _ -> stay;
    };
  }

  /** Nothing is sent to the caller before the ladder had its say: a refusal must cost nothing. */
  static Transition on(Entering now, AnswerPolicy policy, CallEvent event) {
    Transition stay = Transition.to(now);
    return switch (event) {
      case Admitted() -> treat(policy);
      case TurnedAway(int status) ->
          Transition.end(EndCause.TURNED_AWAY, List.of(new CallCommand.TurnCallerAway(status)));
      case SaidGoodbye(int status) ->
          Transition.end(EndCause.SAID_GOODBYE, List.of(new CallCommand.TurnCallerAway(status)));
      case CallerLeft() -> leave(List.of(), EndCause.ABANDONED, DropReason.CALLER_LEFT);
      case Failed(int status) -> giveUp(List.of(), EndCause.REFUSED, status);
      case ServerStops() -> giveUp(List.of(), EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case Arrived _, Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> stay;
      case AgentAnswered _, AgentFailed _, AgentHungUp _, Joined _ -> stay;
      case SentOutside _, OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> stay;
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> stay;
      case Conferred _, Absorbed _ -> stay;
    };
  }

  /** Treatment comes before the first offer, which may be answered at once. */
  private static Transition treat(AnswerPolicy policy) {
    return Transition.to(
        new Waiting(List.of()),
        switch (policy) {
          case AT_ENTRY -> new CallCommand.AnswerAndPlay();
          case EARLY_MEDIA -> new CallCommand.PlayEarly();
          case ON_AGENT -> new CallCommand.RingCaller();
        });
  }

  static Transition on(Waiting waiting, CallEvent event) {
    Transition stay = Transition.to(waiting);
    return switch (event) {
      case Offered(long offerId, int agent) ->
          Transition.to(
              new Waiting(with(waiting.offers(), offerId)),
              new CallCommand.RingAgent(offerId, agent));
      case OfferWithdrawn(long offerId, OfferOutcome outcome) when has(waiting, offerId) ->
          Transition.to(
              new Waiting(without(waiting.offers(), offerId)),
              new CallCommand.DropAgent(offerId, reasonFor(outcome)));
      case AgentRinging(long offerId) when has(waiting, offerId) ->
          Transition.to(waiting, new CallCommand.ReportRinging(offerId));
      case AgentFailed(long offerId, OfferOutcome outcome) when has(waiting, offerId) ->
          Transition.to(
              new Waiting(without(waiting.offers(), offerId)),
              new CallCommand.ReportFailure(offerId, outcome));
      case AgentAnswered(long offerId) when has(waiting, offerId) -> connect(waiting, offerId);
      case SentOutside(long leg, String target, Duration ring) -> {
        List<CallCommand> commands = Releases.dropAll(waiting.offers(), DropReason.OFFER_ENDED);
        commands.add(new CallCommand.RingOutside(leg, target, ring));
        yield Transition.to(new Outside(leg), commands);
      }
      case SaidGoodbye(int status) -> sayGoodbye(waiting, status);
      case CallerLeft() -> leave(waiting.offers(), EndCause.ABANDONED, DropReason.CALLER_LEFT);
      case WaitedTooLong() -> timeOut(waiting);
      case TakenAway() -> moveOut(waiting);
      case Failed(int status) -> giveUp(waiting.offers(), EndCause.REFUSED, status);
      case ServerStops() -> giveUp(waiting.offers(), EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      // an offer that is over already, or a step that belongs to another state
      case OfferWithdrawn _, AgentRinging _, AgentFailed _, AgentAnswered _ -> stay;
      case Arrived _, Admitted _, TurnedAway _, AgentHungUp _, Joined _ -> stay;
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> stay;
      case PassedToQueue _, PassedToPhone _, PassedToLeg _ -> stay;
      case Conferred _, Absorbed _ -> stay;
    };
  }

  /** The agent who waited here has passed another call to the queue, which waits instead. */
  private static Transition moveOut(Waiting waiting) {
    List<CallCommand> commands = Releases.dropAll(waiting.offers(), DropReason.OFFER_ENDED);
    commands.addFirst(new CallCommand.MoveOut());
    commands.add(new CallCommand.HangUpCaller(DropReason.PASSED_ON));
    return Transition.end(EndCause.PASSED_ON, commands);
  }

  private static Transition sayGoodbye(Waiting waiting, int status) {
    List<CallCommand> commands = Releases.dropAll(waiting.offers(), DropReason.OFFER_ENDED);
    commands.add(new CallCommand.TurnCallerAway(status));
    return Transition.end(EndCause.SAID_GOODBYE, commands);
  }

  /** The other phones ring on until there is audio: this agent may still be gone before. */
  private static Transition connect(Waiting waiting, long offerId) {
    return Transition.to(
        new Connecting(offerId, without(waiting.offers(), offerId)),
        new CallCommand.Connect(offerId));
  }

  private static Transition leave(List<Long> offers, EndCause cause, DropReason reason) {
    List<CallCommand> commands = Releases.dropAll(offers, reason);
    commands.addFirst(new CallCommand.LeaveQueue(true));
    return Transition.end(cause, commands);
  }

  private static Transition timeOut(Waiting waiting) {
    List<CallCommand> commands = Releases.dropAll(waiting.offers(), DropReason.OFFER_ENDED);
    commands.add(new CallCommand.TurnCallerAway(TEMPORARILY_UNAVAILABLE));
    return Transition.end(EndCause.TIMED_OUT, commands);
  }

  private static Transition giveUp(List<Long> offers, EndCause cause, int status) {
    List<CallCommand> commands = Releases.dropAll(offers, DropReason.CALL_ENDED);
    commands.addFirst(new CallCommand.LeaveQueue(false));
    commands.add(new CallCommand.DropCaller(status));
    return Transition.end(cause, commands);
  }

  static Transition on(Connecting connecting, CallEvent event) {
    Transition stay = Transition.to(connecting);
    long offer = connecting.offerId();
    return switch (event) {
      case Joined() -> {
        List<CallCommand> commands =
            Releases.dropAll(connecting.others(), DropReason.ANSWERED_ELSEWHERE);
        commands.add(new CallCommand.ReportConnected(offer));
        yield Transition.to(new Talking(offer), commands);
      }
      // the call returns to its old place (semantics: PREBRIDGE_DROP), with music again
      case AgentHungUp(long offerId) when offerId == offer ->
          Transition.to(
              new Waiting(connecting.others()),
              new CallCommand.PlayAgain(offer),
              new CallCommand.ReportFailure(offer, OfferOutcome.PREBRIDGE_DROP));
      case OfferWithdrawn(long other, OfferOutcome outcome) when ringsBeside(connecting, other) ->
          Transition.to(
              new Connecting(offer, without(connecting.others(), other)),
              new CallCommand.DropAgent(other, reasonFor(outcome)));
      case AgentRinging(long other) when ringsBeside(connecting, other) ->
          Transition.to(connecting, new CallCommand.ReportRinging(other));
      case AgentFailed(long other, OfferOutcome outcome) when ringsBeside(connecting, other) ->
          Transition.to(
              new Connecting(offer, without(connecting.others(), other)),
              new CallCommand.ReportFailure(other, outcome));
      case CallerLeft() ->
          leave(all(connecting), EndCause.LEFT_BEFORE_AUDIO, DropReason.CALLER_LEFT);
      case Failed(int status) -> giveUp(all(connecting), EndCause.LOST, status);
      case ServerStops() -> giveUp(all(connecting), EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case OfferWithdrawn _, AgentRinging _, AgentFailed _ -> stay;
      case Arrived _, Offered _, WaitedTooLong _, AgentAnswered _, AgentHungUp _ -> stay;
      case Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> stay;
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> stay;
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> stay;
      case Conferred _, Absorbed _ -> stay;
    };
  }

  private static boolean ringsBeside(Connecting connecting, long offerId) {
    return connecting.others().contains(offerId);
  }

  private static List<Long> all(Connecting connecting) {
    return with(connecting.others(), connecting.offerId());
  }

  private static DropReason reasonFor(OfferOutcome outcome) {
    return switch (outcome) {
      case LOST_RACE -> DropReason.ANSWERED_ELSEWHERE;
      case CALLER_GONE -> DropReason.CALLER_LEFT;
      case ACCEPTED,
          RING_TIMEOUT,
          DECLINED,
          BUSY,
          UNREACHABLE,
          WITHDRAWN,
          RECOVERY,
          PREBRIDGE_DROP ->
          DropReason.OFFER_ENDED;
    };
  }

  private static boolean has(Waiting waiting, long offerId) {
    return waiting.offers().contains(offerId);
  }

  private static List<Long> with(List<Long> offers, long offerId) {
    List<Long> result = new ArrayList<>(offers);
    result.add(offerId);
    return result;
  }

  private static List<Long> without(List<Long> offers, long offerId) {
    List<Long> result = new ArrayList<>(offers);
    result.remove(offerId);
    return result;
  }
}
