package usher.core.call;

import java.util.List;
import usher.core.call.CallState.Conference;
import usher.core.call.CallState.Connecting;
import usher.core.call.CallState.ConnectingOutside;
import usher.core.call.CallState.ConnectingPassed;
import usher.core.call.CallState.Ended;
import usher.core.call.CallState.Entering;
import usher.core.call.CallState.New;
import usher.core.call.CallState.Outside;
import usher.core.call.CallState.Passed;
import usher.core.call.CallState.Passing;
import usher.core.call.CallState.Talking;
import usher.core.call.CallState.TalkingOutside;
import usher.core.call.CallState.Waiting;

/**
 * The life of one call from a trunk, drawn at {@link CallState}. Pure: an event goes in, what has
 * to be done comes out. An event that comes too late (an answer of an agent whose offer is over,
 * anything after the end) asks for nothing.
 */
final class Call implements CallMachine {
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
    Transition taken = next(event);
    state = taken.next();
    return taken.commands();
  }

  private Transition next(CallEvent event) {
    return switch (state) {
      case New now -> QueuedCall.on(now, event);
      case Entering now -> QueuedCall.on(now, policy, event);
      case Waiting now -> QueuedCall.on(now, event);
      case Connecting now -> QueuedCall.on(now, event);
      case Talking now -> ServedCall.on(now, event);
      case TalkingOutside now -> ServedCall.on(now, event);
      case Outside now -> OutsideCall.on(now, event);
      case ConnectingOutside now -> OutsideCall.on(now, event);
      case Passing now -> PassedCall.on(now, event);
      case Passed now -> PassedCall.on(now, event);
      case ConnectingPassed now -> PassedCall.on(now, event);
      case Conference now -> ConferenceCall.on(now, event);
      case CallState.Dialling _ ->
          throw new IllegalStateException("what an agent dials is a " + DialledCall.class);
      case Ended now -> Transition.to(now);
    };
  }
}
