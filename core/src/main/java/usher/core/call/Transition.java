package usher.core.call;

import java.util.ArrayList;
import java.util.List;

/**
 * What comes of an event.
 *
 * @param next where the call stands from now on
 * @param commands what has to be done, in this order
 */
record Transition(CallState next, List<CallCommand> commands) {
  static Transition to(CallState next, CallCommand... commands) {
    return new Transition(next, List.of(commands));
  }

  static Transition to(CallState next, List<CallCommand> commands) {
    return new Transition(next, commands);
  }

  /** The call is over, once this was done. */
  static Transition end(EndCause cause, List<CallCommand> before) {
    List<CallCommand> commands = new ArrayList<>(before);
    commands.add(new CallCommand.Finish(cause));
    return new Transition(new CallState.Ended(cause), commands);
  }
}
