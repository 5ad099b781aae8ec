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
import usher.core.call.CallState.Conference;
import usher.core.call.CallState.Connecting;
import usher.core.call.CallState.ConnectingOutside;
import usher.core.call.CallState.ConnectingPassed;
import usher.core.call.CallState.Ended;
import usher.core.call.CallState.Entering;
import usher.core.call.CallState.Member;
import usher.core.call.CallState.New;
import usher.core.call.CallState.Outside;
import usher.core.call.CallState.Passed;
import usher.core.call.CallState.Passing;
import usher.core.call.CallState.Talking;
import usher.core.call.CallState.TalkingOutside;
import usher.core.call.CallState.Waiting;
import usher.routing.offer.OfferOutcome;

/**
 * The life of one call from a trunk, drawn at {@link CallState}. Pure: an event goes in, what has
 * to be done comes out. An event that comes too late (an answer of an agent whose offer is over,
 * anything after the end) asks for nothing.
 */
final class Call implements CallMachine {
  private static final int TEMPORARILY_UNAVAILABLE = 480;
  private static final int SERVICE_UNAVAILABLE = 503;

  private final AnswerPolicy policy;
  private CallState state = new New();

  /** Makes a call that is answered by this policy. */
  Call(AnswerPolicy policy) {
    this.policy = policy;
  }

  @Override
  public CallState state() {
    return state;
  }

  @Override
  public List<CallCommand> on(CallEvent event) {
    return switch (state) {
      case New() -> whenNew(event);
      case Entering() -> whenEntering(event);
      case Waiting waiting -> whenWaiting(waiting, event);
      case Connecting connecting -> whenConnecting(connecting, event);
      case Talking talking -> whenTalking(talking, event);
      case Outside(long leg) -> whenOutside(leg, event);
      case ConnectingOutside(long leg) -> whenConnectingOutside(leg, event);
      case Passing passing -> whenPassing(passing, event);
      case Passed(long leg) -> whenPassed(leg, event);
      case ConnectingPassed(long leg) -> whenConnectingPassed(leg, event);
      case TalkingOutside(long leg) -> whenTalkingOutside(leg, event);
      case Conference conference -> whenConference(conference, event);
      case CallState.Dialling _ ->
          throw new IllegalStateException("what an agent dials is a " + DialledCall.class);
      case Ended _ -> List.of();
    };
  }

  private List<CallCommand> whenNew(CallEvent event) {
    return switch (event) {
      case Arrived() -> {
        state = new Entering();
        yield List.of(new CallCommand.EnterQueue());
      }
      case CallerLeft() -> end(EndCause.ABANDONED, List.of());
      case Failed(int status) -> end(EndCause.REFUSED, List.of(new CallCommand.DropCaller(status)));
      case ServerStops() ->
          end(EndCause.SERVER_STOPPED, List.of(new CallCommand.DropCaller(SERVICE_UNAVAILABLE)));
      case Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _, AgentAnswered _ ->
          List.of();
      case AgentFailed _, AgentHungUp _, Joined _ -> List.of();
      case Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> List.of();
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> List.of();
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> List.of();
      case Conferred _, Absorbed _ -> List.of();
    };
  }

  /** Nothing is sent to the caller before the ladder had its say: a refusal must cost nothing. */
  private List<CallCommand> whenEntering(CallEvent event) {
    return switch (event) {
      case Admitted() -> treat();
      case TurnedAway(int status) ->
          end(EndCause.TURNED_AWAY, List.of(new CallCommand.TurnCallerAway(status)));
      case SaidGoodbye(int status) ->
          end(EndCause.SAID_GOODBYE, List.of(new CallCommand.TurnCallerAway(status)));
      case CallerLeft() -> leave(List.of(), EndCause.ABANDONED, DropReason.CALLER_LEFT);
      case Failed(int status) -> giveUp(List.of(), EndCause.REFUSED, status);
      case ServerStops() -> giveUp(List.of(), EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case Arrived _, Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> List.of();
      case AgentAnswered _, AgentFailed _, AgentHungUp _, Joined _ -> List.of();
      case SentOutside _, OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> List.of();
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> List.of();
      case Conferred _, Absorbed _ -> List.of();
    };
  }

  /** Treatment comes before the first offer, which may be answered at once. */
  private List<CallCommand> treat() {
    state = new Waiting(List.of());
    return List.of(
        switch (policy) {
          case AT_ENTRY -> new CallCommand.AnswerAndPlay();
          case EARLY_MEDIA -> new CallCommand.PlayEarly();
          case ON_AGENT -> new CallCommand.RingCaller();
        });
  }

  private List<CallCommand> whenWaiting(Waiting waiting, CallEvent event) {
    return switch (event) {
      case Offered(long offerId, int agent) -> {
        state = new Waiting(with(waiting.offers(), offerId));
        yield List.of(new CallCommand.RingAgent(offerId, agent));
      }
      case OfferWithdrawn(long offerId, OfferOutcome outcome) when has(waiting, offerId) -> {
        state = new Waiting(without(waiting.offers(), offerId));
        yield List.of(new CallCommand.DropAgent(offerId, reasonFor(outcome)));
      }
      case AgentRinging(long offerId) when has(waiting, offerId) ->
          List.of(new CallCommand.ReportRinging(offerId));
      case AgentFailed(long offerId, OfferOutcome outcome) when has(waiting, offerId) -> {
        state = new Waiting(without(waiting.offers(), offerId));
        yield List.of(new CallCommand.ReportFailure(offerId, outcome));
      }
      case AgentAnswered(long offerId) when has(waiting, offerId) -> connect(waiting, offerId);
      case SentOutside(long leg, String target, Duration ring) -> {
        state = new Outside(leg);
        List<CallCommand> commands = dropAll(waiting.offers(), DropReason.OFFER_ENDED);
        commands.add(new CallCommand.RingOutside(leg, target, ring));
        yield commands;
      }
      case SaidGoodbye(int status) -> sayGoodbye(waiting, status);
      case CallerLeft() -> leave(waiting.offers(), EndCause.ABANDONED, DropReason.CALLER_LEFT);
      case WaitedTooLong() -> timeOut(waiting);
      case TakenAway() -> moveOut(waiting);
      case Failed(int status) -> giveUp(waiting.offers(), EndCause.REFUSED, status);
      case ServerStops() -> giveUp(waiting.offers(), EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      // an offer that is over already, or a step that belongs to another state
      case OfferWithdrawn _, AgentRinging _, AgentFailed _, AgentAnswered _ -> List.of();
      case Arrived _, Admitted _, TurnedAway _, AgentHungUp _, Joined _ -> List.of();
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> List.of();
      case PassedToQueue _, PassedToPhone _, PassedToLeg _ -> List.of();
      case Conferred _, Absorbed _ -> List.of();
    };
  }

  /** The agent who waited here has passed another call to the queue, which waits instead. */
  private List<CallCommand> moveOut(Waiting waiting) {
    List<CallCommand> commands = dropAll(waiting.offers(), DropReason.OFFER_ENDED);
    commands.addFirst(new CallCommand.MoveOut());
    commands.add(new CallCommand.HangUpCaller(DropReason.PASSED_ON));
    return end(EndCause.PASSED_ON, commands);
  }

  private List<CallCommand> sayGoodbye(Waiting waiting, int status) {
    List<CallCommand> commands = dropAll(waiting.offers(), DropReason.OFFER_ENDED);
    commands.add(new CallCommand.TurnCallerAway(status));
    return end(EndCause.SAID_GOODBYE, commands);
  }

  /** The other phones ring on until there is audio: this agent may still be gone before. */
  private List<CallCommand> connect(Waiting waiting, long offerId) {
    state = new Connecting(offerId, without(waiting.offers(), offerId));
    return List.of(new CallCommand.Connect(offerId));
  }

  private List<CallCommand> leave(List<Long> offers, EndCause cause, DropReason reason) {
    List<CallCommand> commands = dropAll(offers, reason);
    commands.addFirst(new CallCommand.LeaveQueue(true));
    return end(cause, commands);
  }

  private List<CallCommand> timeOut(Waiting waiting) {
    List<CallCommand> commands = dropAll(waiting.offers(), DropReason.OFFER_ENDED);
    commands.add(new CallCommand.TurnCallerAway(TEMPORARILY_UNAVAILABLE));
    return end(EndCause.TIMED_OUT, commands);
  }

  private List<CallCommand> giveUp(List<Long> offers, EndCause cause, int status) {
    List<CallCommand> commands = dropAll(offers, DropReason.CALL_ENDED);
    commands.addFirst(new CallCommand.LeaveQueue(false));
    commands.add(new CallCommand.DropCaller(status));
    return end(cause, commands);
  }

  private List<CallCommand> whenConnecting(Connecting connecting, CallEvent event) {
    long offer = connecting.offerId();
    return switch (event) {
      case Joined() -> {
        state = new Talking(offer);
        List<CallCommand> commands = dropAll(connecting.others(), DropReason.ANSWERED_ELSEWHERE);
        commands.add(new CallCommand.ReportConnected(offer));
        yield commands;
      }
      // the call returns to its old place (semantics: PREBRIDGE_DROP), with music again
      case AgentHungUp(long offerId) when offerId == offer -> {
        state = new Waiting(connecting.others());
        yield List.of(
            new CallCommand.PlayAgain(offer),
            new CallCommand.ReportFailure(offer, OfferOutcome.PREBRIDGE_DROP));
      }
      case OfferWithdrawn(long other, OfferOutcome outcome) when ringsBeside(connecting, other) -> {
        state = new Connecting(offer, without(connecting.others(), other));
        yield List.of(new CallCommand.DropAgent(other, reasonFor(outcome)));
      }
      case AgentRinging(long other) when ringsBeside(connecting, other) ->
          List.of(new CallCommand.ReportRinging(other));
      case AgentFailed(long other, OfferOutcome outcome) when ringsBeside(connecting, other) -> {
        state = new Connecting(offer, without(connecting.others(), other));
        yield List.of(new CallCommand.ReportFailure(other, outcome));
      }
      case CallerLeft() ->
          leave(all(connecting), EndCause.LEFT_BEFORE_AUDIO, DropReason.CALLER_LEFT);
      case Failed(int status) -> giveUp(all(connecting), EndCause.LOST, status);
      case ServerStops() -> giveUp(all(connecting), EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case OfferWithdrawn _, AgentRinging _, AgentFailed _ -> List.of();
      case Arrived _, Offered _, WaitedTooLong _, AgentAnswered _, AgentHungUp _ -> List.of();
      case Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> List.of();
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> List.of();
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> List.of();
      case Conferred _, Absorbed _ -> List.of();
    };
  }

  private static boolean ringsBeside(Connecting connecting, long offerId) {
    return connecting.others().contains(offerId);
  }

  private static List<Long> all(Connecting connecting) {
    return with(connecting.others(), connecting.offerId());
  }

  private List<CallCommand> whenTalking(Talking talking, CallEvent event) {
    long offer = talking.offerId();
    return switch (event) {
      case AgentHungUp(long offerId) when offerId == offer ->
          end(
              EndCause.AGENT_HUNG_UP,
              List.of(
                  new CallCommand.ReleaseAgent(offer),
                  new CallCommand.DropCaller(TEMPORARILY_UNAVAILABLE)));
      case PassedToQueue(String queue) -> passToQueue(offer, queue);
      case PassedToPhone(long leg) -> passToPhone(offer, leg);
      case PassedToLeg(long leg, boolean answered) -> passToLeg(offer, leg, answered);
      case TakenAway() ->
          end(EndCause.PASSED_ON, List.of(new CallCommand.HangUpCaller(DropReason.PASSED_ON)));
      case Conferred(List<Member> guests) ->
          confer(new Conference(true, List.of(new Member(offer, true))), guests);
      case Absorbed() -> end(EndCause.PASSED_ON, List.of());
      case CallerLeft() -> end(EndCause.CALLER_HUNG_UP, release(offer, DropReason.CALLER_LEFT));
      case Failed(int status) -> endBoth(offer, EndCause.LOST, status);
      case ServerStops() -> endBoth(offer, EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case Arrived _, Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> List.of();
      case AgentAnswered _, AgentFailed _, AgentHungUp _, Joined _ -> List.of();
      case Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> List.of();
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> List.of();
    };
  }

  // ---- passed on by the agent

  private List<CallCommand> passToQueue(long from, String queue) {
    state = new Entering();
    List<CallCommand> commands = passOn(from);
    commands.add(new CallCommand.PlayAgain(from));
    commands.add(new CallCommand.EnterAgain(queue));
    return commands;
  }

  private List<CallCommand> passToPhone(long from, long leg) {
    state = new Passing(from, leg);
    return List.of(new CallCommand.RingPassed(leg));
  }

  /** Who it is passed on to was called by the agent himself, and may have answered already. */
  private List<CallCommand> passToLeg(long from, long leg, boolean answered) {
    if (answered) {
      return passedTo(leg, from);
    }
    state = new Passing(from, leg);
    return List.of();
  }

  private List<CallCommand> passedTo(long leg, long from) {
    state = new ConnectingPassed(leg);
    List<CallCommand> commands = passOn(from);
    commands.add(new CallCommand.ConnectPassed(leg));
    return commands;
  }

  /** Semantics, section 2: the agent is released at the transfer, not at the moved call's end. */
  private static List<CallCommand> passOn(long from) {
    List<CallCommand> commands = new ArrayList<>();
    commands.add(new CallCommand.ReportPassed(true));
    commands.addAll(release(from, DropReason.PASSED_ON));
    return commands;
  }

  private List<CallCommand> whenPassing(Passing passing, CallEvent event) {
    long from = passing.fromId();
    long leg = passing.legId();
    return switch (event) {
      case OutsideAnswered(long of) when of == leg -> passedTo(leg, from);
      // the caller is the agent's again
      case OutsideFailed(long of) when of == leg -> {
        state = isOffer(from) ? new Talking(from) : new TalkingOutside(from);
        yield List.of(
            new CallCommand.DropOutside(leg, DropReason.OFFER_ENDED),
            new CallCommand.ReportPassed(false));
      }
      case AgentHungUp(long offerId) when offerId == from ->
          leavePassing(leg, from, new CallCommand.ReleaseAgent(from));
      case OutsideHungUp(long of) when of == from ->
          leavePassing(leg, from, new CallCommand.DropOutside(from, DropReason.CALL_ENDED));
      case CallerLeft() ->
          endPassing(passing, EndCause.CALLER_HUNG_UP, release(from, DropReason.CALLER_LEFT));
      case Failed(int status) -> endPassing(passing, EndCause.LOST, releaseBoth(from, status));
      case ServerStops() ->
          endPassing(passing, EndCause.SERVER_STOPPED, releaseBoth(from, SERVICE_UNAVAILABLE));
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> List.of();
      case Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> List.of();
      case AgentAnswered _, AgentFailed _, AgentHungUp _, Joined _ -> List.of();
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> List.of();
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> List.of();
      case Conferred _, Absorbed _ -> List.of();
    };
  }

  private List<CallCommand> leavePassing(long leg, long from, CallCommand release) {
    state = new Passed(leg);
    return List.of(release, new CallCommand.PlayAgain(from));
  }

  private List<CallCommand> endPassing(
      Passing passing, EndCause cause, List<CallCommand> commands) {
    commands.addFirst(new CallCommand.DropOutside(passing.legId(), DropReason.CALLER_LEFT));
    return end(cause, commands);
  }

  private List<CallCommand> whenPassed(long leg, CallEvent event) {
    return switch (event) {
      case OutsideAnswered(long of) when of == leg -> {
        state = new ConnectingPassed(leg);
        yield List.of(new CallCommand.ConnectPassed(leg));
      }
      // there is no agent to go back to
      case OutsideFailed(long of) when of == leg -> {
        state = new Entering();
        yield List.of(
            new CallCommand.DropOutside(leg, DropReason.OFFER_ENDED),
            new CallCommand.EnterAgain(null));
      }
      case CallerLeft() -> endPassed(leg, EndCause.CALLER_HUNG_UP, DropReason.CALLER_LEFT);
      case Failed(int status) -> endPassed(leg, EndCause.LOST, status);
      case ServerStops() -> endPassed(leg, EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> List.of();
      case Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> List.of();
      case AgentAnswered _, AgentFailed _, AgentHungUp _, Joined _ -> List.of();
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> List.of();
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> List.of();
      case Conferred _, Absorbed _ -> List.of();
    };
  }

  private List<CallCommand> whenConnectingPassed(long leg, CallEvent event) {
    return switch (event) {
      case Joined() -> {
        state = new TalkingOutside(leg);
        yield List.of();
      }
      case OutsideHungUp(long of) when of == leg -> {
        state = new Entering();
        yield List.of(
            new CallCommand.PlayAgain(leg),
            new CallCommand.DropOutside(leg, DropReason.OFFER_ENDED),
            new CallCommand.EnterAgain(null));
      }
      case CallerLeft() -> endPassed(leg, EndCause.CALLER_HUNG_UP, DropReason.CALLER_LEFT);
      case Failed(int status) -> endPassed(leg, EndCause.LOST, status);
      case ServerStops() -> endPassed(leg, EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> List.of();
      case Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> List.of();
      case AgentAnswered _, AgentFailed _, AgentHungUp _ -> List.of();
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> List.of();
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> List.of();
      case Conferred _, Absorbed _ -> List.of();
    };
  }

  private List<CallCommand> endPassed(long leg, EndCause cause, DropReason reason) {
    return end(cause, List.of(new CallCommand.DropOutside(leg, reason)));
  }

  private List<CallCommand> endPassed(long leg, EndCause cause, int status) {
    return end(
        cause,
        List.of(
            new CallCommand.DropOutside(leg, DropReason.CALL_ENDED),
            new CallCommand.DropCaller(status)));
  }

  // ---- outside of the centre

  private List<CallCommand> whenOutside(long leg, CallEvent event) {
    return switch (event) {
      case OutsideAnswered(long of) when of == leg -> {
        state = new ConnectingOutside(leg);
        yield List.of(new CallCommand.ConnectOutside(leg));
      }
      case OutsideFailed(long of) when of == leg -> {
        state = new Waiting(List.of());
        yield List.of(
            new CallCommand.DropOutside(leg, DropReason.OFFER_ENDED),
            new CallCommand.ReportOutsideFailed());
      }
      case WaitedTooLong() -> timeOutOutside(leg);
      case CallerLeft() -> leaveOutside(leg, EndCause.ABANDONED);
      case Failed(int status) -> giveUpOutside(leg, EndCause.REFUSED, status);
      case ServerStops() -> giveUpOutside(leg, EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> List.of();
      case Offered _, OfferWithdrawn _, AgentRinging _, AgentAnswered _ -> List.of();
      case AgentFailed _, AgentHungUp _, Joined _ -> List.of();
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> List.of();
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> List.of();
      case Conferred _, Absorbed _ -> List.of();
    };
  }

  private List<CallCommand> whenConnectingOutside(long leg, CallEvent event) {
    return switch (event) {
      case Joined() -> {
        state = new TalkingOutside(leg);
        yield List.of(new CallCommand.ReportOutsideJoined());
      }
      // as with an agent who leaves before there is audio: the old place, with music again
      case OutsideHungUp(long of) when of == leg -> {
        state = new Waiting(List.of());
        yield List.of(
            new CallCommand.PlayAgain(leg),
            new CallCommand.DropOutside(leg, DropReason.OFFER_ENDED),
            new CallCommand.ReportOutsideFailed());
      }
      case WaitedTooLong() -> timeOutOutside(leg);
      case CallerLeft() -> leaveOutside(leg, EndCause.LEFT_BEFORE_AUDIO);
      case Failed(int status) -> giveUpOutside(leg, EndCause.LOST, status);
      case ServerStops() -> giveUpOutside(leg, EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> List.of();
      case Offered _, OfferWithdrawn _, AgentRinging _, AgentAnswered _ -> List.of();
      case AgentFailed _, AgentHungUp _ -> List.of();
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> List.of();
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> List.of();
      case Conferred _, Absorbed _ -> List.of();
    };
  }

  private List<CallCommand> whenTalkingOutside(long leg, CallEvent event) {
    CallCommand.DropOutside ended = new CallCommand.DropOutside(leg, DropReason.CALL_ENDED);
    return switch (event) {
      case OutsideHungUp(long of) when of == leg ->
          end(
              EndCause.OUTSIDE_HUNG_UP,
              List.of(ended, new CallCommand.DropCaller(TEMPORARILY_UNAVAILABLE)));
      // it is that of an agent to whom the call was passed
      case PassedToQueue(String queue) -> passToQueue(leg, queue);
      case PassedToPhone(long to) -> passToPhone(leg, to);
      case PassedToLeg(long to, boolean answered) -> passToLeg(leg, to, answered);
      case Conferred(List<Member> guests) ->
          confer(new Conference(true, List.of(new Member(leg, true))), guests);
      case Absorbed() -> end(EndCause.PASSED_ON, List.of());
      case CallerLeft() ->
          end(
              EndCause.CALLER_HUNG_UP,
              List.of(new CallCommand.DropOutside(leg, DropReason.CALLER_LEFT)));
      case Failed(int status) ->
          end(EndCause.LOST, List.of(ended, new CallCommand.DropCaller(status)));
      case ServerStops() ->
          end(
              EndCause.SERVER_STOPPED,
              List.of(ended, new CallCommand.DropCaller(SERVICE_UNAVAILABLE)));
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> List.of();
      case Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> List.of();
      case AgentAnswered _, AgentFailed _, AgentHungUp _, Joined _ -> List.of();
      case OutsideAnswered _, OutsideFailed _, OutsideHungUp _ -> List.of();
      case TakenAway _ -> List.of();
    };
  }

  // ---- a conference

  private List<CallCommand> confer(Conference before, List<Member> guests) {
    List<Member> members = new ArrayList<>(before.members());
    members.addAll(guests);
    return gather(new Conference(before.caller(), members));
  }

  private List<CallCommand> gather(Conference next) {
    List<Long> legs = next.members().stream().map(Member::legId).toList();
    if (next.caller() && legs.size() == 1) {
      state =
          isOffer(legs.getFirst())
              ? new Talking(legs.getFirst())
              : new TalkingOutside(legs.getFirst());
    } else {
      state = next;
    }
    return List.of(new CallCommand.Gather(next.caller(), legs));
  }

  private List<CallCommand> whenConference(Conference conference, CallEvent event) {
    return switch (event) {
      case Conferred(List<Member> guests) -> confer(conference, guests);
      case AgentHungUp(long offerId) when conference.has(offerId) ->
          leaveConference(conference, offerId, EndCause.AGENT_HUNG_UP);
      case OutsideHungUp(long leg) when conference.has(leg) ->
          leaveConference(conference, leg, EndCause.OUTSIDE_HUNG_UP);
      case CallerLeft() when conference.caller() ->
          goOn(
              new Conference(false, conference.members()),
              List.of(),
              EndCause.CALLER_HUNG_UP,
              DropReason.CALLER_LEFT);
      case Failed(int status) -> endConference(conference, EndCause.LOST, status);
      case ServerStops() -> endConference(conference, EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case CallerLeft _, AgentHungUp _, OutsideHungUp _, Absorbed _ -> List.of();
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> List.of();
      case Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> List.of();
      case AgentAnswered _, AgentFailed _, Joined _ -> List.of();
      case OutsideAnswered _, OutsideFailed _ -> List.of();
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> List.of();
    };
  }

  private List<CallCommand> leaveConference(Conference conference, long legId, EndCause cause) {
    List<Member> left =
        conference.members().stream().filter(member -> member.legId() != legId).toList();
    return goOn(
        new Conference(conference.caller(), left),
        release(legId, DropReason.CALL_ENDED),
        cause,
        DropReason.CALL_ENDED);
  }

  /** People outside do not go on among themselves at the operator's expense. */
  private List<CallCommand> goOn(
      Conference left, List<CallCommand> before, EndCause cause, DropReason reason) {
    List<CallCommand> commands = new ArrayList<>(before);
    boolean ours = left.caller() || left.members().stream().anyMatch(Member::agent);
    if (ours && left.size() > 1) {
      commands.addAll(gather(left));
      return commands;
    }
    left.members().forEach(member -> commands.addAll(release(member.legId(), reason)));
    if (left.caller()) {
      commands.add(new CallCommand.DropCaller(TEMPORARILY_UNAVAILABLE));
    }
    return end(cause, commands);
  }

  private List<CallCommand> endConference(Conference conference, EndCause cause, int status) {
    List<CallCommand> commands = new ArrayList<>();
    conference
        .members()
        .forEach(member -> commands.addAll(release(member.legId(), DropReason.CALL_ENDED)));
    if (conference.caller()) {
      commands.add(new CallCommand.DropCaller(status));
    }
    return end(cause, commands);
  }

  private List<CallCommand> timeOutOutside(long leg) {
    return end(
        EndCause.TIMED_OUT,
        List.of(
            new CallCommand.DropOutside(leg, DropReason.OFFER_ENDED),
            new CallCommand.TurnCallerAway(TEMPORARILY_UNAVAILABLE)));
  }

  private List<CallCommand> leaveOutside(long leg, EndCause cause) {
    return end(
        cause,
        List.of(
            new CallCommand.LeaveQueue(true),
            new CallCommand.DropOutside(leg, DropReason.CALLER_LEFT)));
  }

  private List<CallCommand> giveUpOutside(long leg, EndCause cause, int status) {
    return end(
        cause,
        List.of(
            new CallCommand.LeaveQueue(false),
            new CallCommand.DropOutside(leg, DropReason.CALL_ENDED),
            new CallCommand.DropCaller(status)));
  }

  private List<CallCommand> endBoth(long offer, EndCause cause, int status) {
    return end(cause, releaseBoth(offer, status));
  }

  private static List<CallCommand> releaseBoth(long offer, int status) {
    List<CallCommand> commands = release(offer, DropReason.CALL_ENDED);
    commands.add(new CallCommand.DropCaller(status));
    return commands;
  }

  /** Offers are counted from 1, legs that routing did not choose from -1 down. */
  private static boolean isOffer(long legId) {
    return legId > 0;
  }

  /** The agent is dropped first, so that a new offer finds the phone hung up. */
  private static List<CallCommand> release(long leg, DropReason reason) {
    List<CallCommand> commands = new ArrayList<>();
    if (isOffer(leg)) {
      commands.add(new CallCommand.DropAgent(leg, reason));
      commands.add(new CallCommand.ReleaseAgent(leg));
    } else {
      commands.add(new CallCommand.DropOutside(leg, reason));
    }
    return commands;
  }

  private List<CallCommand> end(EndCause cause, List<CallCommand> before) {
    state = new Ended(cause);
    List<CallCommand> commands = new ArrayList<>(before);
    commands.add(new CallCommand.Finish(cause));
    return commands;
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

  private static List<CallCommand> dropAll(List<Long> offers, DropReason reason) {
    List<CallCommand> commands = new ArrayList<>();
    for (long offer : offers) {
      commands.add(new CallCommand.DropAgent(offer, reason));
    }
    return commands;
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
