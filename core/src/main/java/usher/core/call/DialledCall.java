package usher.core.call;

import java.util.ArrayList;
import java.util.List;
import usher.core.call.CallCommand.DropReason;

/**
 * The life of a call that an agent dials himself, to another agent or outside. Routing has no part
 * in it but to know that the agent is busy.
 *
 * <pre>
 *   New --Arrived--> Dialling(leg) --OutsideAnswered--> ConnectingPassed(leg) --Joined--> TalkingOutside(leg)
 *                      | OutsideFailed                    |                                  |
 *                      +---- CallerLeft, OutsideHungUp, TakenAway, Absorbed: anywhere -------+--> Ended
 * </pre>
 */
final class DialledCall implements CallMachine {
  private static final int UNAVAILABLE = 480;
  private static final int SERVICE_UNAVAILABLE = 503;

  private final long leg;
  private CallState state = new CallState.New();

  /** Makes a call to this leg. */
  DialledCall(long leg) {
    this.leg = leg;
  }

  @Override
  public CallState state() {
    return state;
  }

  @Override
  public List<CallCommand> on(CallEvent event) {
    return state instanceof CallState.Ended ? List.of() : whileItLives(event);
  }

  private List<CallCommand> whileItLives(CallEvent event) {
    return switch (event) {
      case CallEvent.Arrived() -> {
        state = new CallState.Dialling(leg);
        yield List.of(new CallCommand.RingDialled(leg));
      }
      case CallEvent.OutsideAnswered(long of) when of == leg && isRinging() -> {
        state = new CallState.ConnectingPassed(leg);
        yield List.of(new CallCommand.ConnectOutside(leg));
      }
      case CallEvent.Joined() -> {
        state = new CallState.TalkingOutside(leg);
        yield List.of();
      }
      case CallEvent.OutsideFailed(long of) when of == leg && isRinging() ->
          end(EndCause.REFUSED, new CallCommand.RefuseDialler(leg));
      case CallEvent.OutsideHungUp(long of) when of == leg ->
          end(EndCause.OUTSIDE_HUNG_UP, DropReason.CALL_ENDED, UNAVAILABLE);
      // who was called belongs to another call by now
      case CallEvent.TakenAway() ->
          end(EndCause.PASSED_ON, new CallCommand.HangUpCaller(DropReason.PASSED_ON));
      case CallEvent.Absorbed() -> end(EndCause.PASSED_ON);
      case CallEvent.CallerLeft() ->
          end(EndCause.CALLER_HUNG_UP, new CallCommand.DropOutside(leg, DropReason.CALLER_LEFT));
      case CallEvent.Failed(int status) -> end(EndCause.LOST, DropReason.CALL_ENDED, status);
      case CallEvent.ServerStops() ->
          end(EndCause.SERVER_STOPPED, DropReason.CALL_ENDED, SERVICE_UNAVAILABLE);
      case CallEvent.Admitted _, CallEvent.TurnedAway _, CallEvent.SaidGoodbye _ -> List.of();
      case CallEvent.SentOutside _, CallEvent.Offered _, CallEvent.OfferWithdrawn _ -> List.of();
      case CallEvent.WaitedTooLong _, CallEvent.AgentRinging _ -> List.of();
      case CallEvent.AgentAnswered _, CallEvent.AgentFailed _, CallEvent.AgentHungUp _ -> List.of();
      case CallEvent.OutsideAnswered _, CallEvent.OutsideFailed _ -> List.of();
      case CallEvent.OutsideHungUp _ -> List.of();
      case CallEvent.PassedToQueue _, CallEvent.PassedToPhone _, CallEvent.PassedToLeg _ ->
          List.of();
      case CallEvent.Conferred _ -> List.of();
    };
  }

  private boolean isRinging() {
    return state instanceof CallState.Dialling;
  }

  private List<CallCommand> end(EndCause cause, DropReason reason, int status) {
    return end(cause, new CallCommand.DropOutside(leg, reason), new CallCommand.DropCaller(status));
  }

  private List<CallCommand> end(EndCause cause, CallCommand... before) {
    state = new CallState.Ended(cause);
    List<CallCommand> commands = new ArrayList<>(List.of(before));
    commands.add(new CallCommand.Finish(cause));
    return commands;
  }
}
