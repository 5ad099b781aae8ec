package usher.core.call;

import java.util.List;

/** The life of one call: an event goes in, what has to be done comes out. Pure. */
sealed interface CallMachine permits Call, DialledCall {
  /** Where it stands. */
  CallState state();

  /** Takes one event. The commands have to be performed in their order. */
  List<CallCommand> on(CallEvent event);
}
