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
import usher.core.call.CallState.Conference;
import usher.core.call.CallState.Member;
import usher.core.call.CallState.Talking;
import usher.core.call.CallState.TalkingOutside;

/** A call in which more than two hear each other. */
final class ConferenceCall {
  private static final int TEMPORARILY_UNAVAILABLE = 480;
  private static final int SERVICE_UNAVAILABLE = 503;

  private ConferenceCall() {}

  static Transition confer(Conference before, List<Member> guests) {
    List<Member> members = new ArrayList<>(before.members());
    members.addAll(guests);
    return gather(new Conference(before.caller(), members));
  }

  private static Transition gather(Conference next) {
    List<Long> legs = next.members().stream().map(Member::legId).toList();
    boolean two = next.caller() && legs.size() == 1;
    return Transition.to(
        two ? talkingTo(legs.getFirst()) : next, new CallCommand.Gather(next.caller(), legs));
  }

  private static CallState talkingTo(long leg) {
    return Releases.isOffer(leg) ? new Talking(leg) : new TalkingOutside(leg);
  }

  static Transition on(Conference conference, CallEvent event) {
    Transition stay = Transition.to(conference);
    return switch (event) {
      case Conferred(List<Member> guests) -> confer(conference, guests);
      case AgentHungUp(long offerId) when conference.has(offerId) ->
          leave(conference, offerId, EndCause.AGENT_HUNG_UP);
      case OutsideHungUp(long leg) when conference.has(leg) ->
          leave(conference, leg, EndCause.OUTSIDE_HUNG_UP);
      case CallerLeft() when conference.caller() ->
          goOn(
              new Conference(false, conference.members()),
              List.of(),
              EndCause.CALLER_HUNG_UP,
              DropReason.CALLER_LEFT);
      case Failed(int status) -> endAll(conference, EndCause.LOST, status);
      case ServerStops() -> endAll(conference, EndCause.SERVER_STOPPED, SERVICE_UNAVAILABLE);
      case CallerLeft _, AgentHungUp _, OutsideHungUp _, Absorbed _ -> stay;
      case Arrived _, Admitted _, TurnedAway _, SaidGoodbye _, SentOutside _ -> stay;
      case Offered _, OfferWithdrawn _, WaitedTooLong _, AgentRinging _ -> stay;
      case AgentAnswered _, AgentFailed _, Joined _ -> stay;
      case OutsideAnswered _, OutsideFailed _ -> stay;
      case PassedToQueue _, PassedToPhone _, PassedToLeg _, TakenAway _ -> stay;
    };
  }

  private static Transition leave(Conference conference, long legId, EndCause cause) {
    List<Member> left =
        conference.members().stream().filter(member -> member.legId() != legId).toList();
    return goOn(
        new Conference(conference.caller(), left),
        Releases.release(legId, DropReason.CALL_ENDED),
        cause,
        DropReason.CALL_ENDED);
  }

  /** People outside do not go on among themselves at the operator's expense. */
  private static Transition goOn(
      Conference left, List<CallCommand> before, EndCause cause, DropReason reason) {
    List<CallCommand> commands = new ArrayList<>(before);
    boolean ours = left.caller() || left.members().stream().anyMatch(Member::agent);
    if (ours && left.size() > 1) {
      Transition gathered = gather(left);
      commands.addAll(gathered.commands());
      return Transition.to(gathered.next(), commands);
    }
    left.members().forEach(member -> commands.addAll(Releases.release(member.legId(), reason)));
    if (left.caller()) {
      commands.add(new CallCommand.DropCaller(TEMPORARILY_UNAVAILABLE));
    }
    return Transition.end(cause, commands);
  }

  private static Transition endAll(Conference conference, EndCause cause, int status) {
    List<CallCommand> commands = new ArrayList<>();
    conference
        .members()
        .forEach(
            member -> commands.addAll(Releases.release(member.legId(), DropReason.CALL_ENDED)));
    if (conference.caller()) {
      commands.add(new CallCommand.DropCaller(status));
    }
    return Transition.end(cause, commands);
  }
}
