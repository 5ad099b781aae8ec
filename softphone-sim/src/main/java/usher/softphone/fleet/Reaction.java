package usher.softphone.fleet;

import usher.softphone.chance.Spread;

/** What somebody does when his phone rings. */
public sealed interface Reaction {
  /** Rings, and answers after this long. Exactly at the server's time-out is a good one to try. */
  record Answer(Spread after) implements Reaction {}

  /** Rings, and refuses with this status after this long. */
  record Refuse(Spread after, int status) implements Reaction {}

  /** Lets it ring until the caller gives up, or the phone does after three minutes. */
  record Ignore() implements Reaction {}

  /** The phone loses its power while it rings, and has it back after this long. */
  record Vanish(Spread length) implements Reaction {}

  /** Takes the registration back while it rings, lets it ring, and registers after this long. */
  record Leave(Spread length) implements Reaction {}

  /** Answers after this long, in the same moment presses hang-up. */
  record AnswerAndHangUp(Spread after) implements Reaction {}
}
