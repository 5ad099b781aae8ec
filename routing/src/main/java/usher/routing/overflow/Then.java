package usher.routing.overflow;

import java.time.Duration;
import usher.routing.words.Words;

/** What a rung does. */
public sealed interface Then {
  /** Goes on to the next step of the queue, if there is one. */
  record Relax() implements Then {}

  /** Adds points, each worth a minute of waiting. */
  record RaisePoints(int by) implements Then {
    public RaisePoints {
      if (by < 1) {
        throw new IllegalArgumentException("points " + by);
      }
    }
  }

  /** Lets the call wait in one more queue, with the age that it has. */
  record AddQueue(String queue) implements Then {}

  /**
   * Gives the call to another queue, where it counts as offered anew and that queue's ladder holds.
   *
   * @param keepsAge whether it takes its place among the others as the older call that it is
   */
  record Move(String queue, boolean keepsAge) implements Then {}

  /**
   * Rings somebody outside of the centre. Meanwhile the call keeps its place and is not offered to
   * agents; when nobody answers there, it is a waiting call again and the ladder goes on.
   *
   * @param target call control's name of the place
   * @param ring how long it may ring there; for call control, the router does not wait for it
   */
  record External(String target, Duration ring) implements Then {}

  /**
   * Refuses a call at the instant it arrives, before it is answered. Passed over by calls that are
   * in already.
   *
   * @param status a SIP status, 400 to 699
   */
  record Refuse(int status) implements Then {
    public Refuse {
      requireFailure(status);
    }
  }

  /**
   * Ends the call.
   *
   * @param status the SIP status that says why, 400 to 699
   */
  record Goodbye(int status) implements Then {
    public Goodbye {
      requireFailure(status);
    }
  }

  /**
   * Whether the call no longer waits as it did: such a rung lets a phone ring to its end first, so
   * that no agent picks up a call that has just gone.
   */
  default boolean takesAway() {
    return switch (this) {
      case Move _, External _, Refuse _, Goodbye _ -> true;
      case Relax _, RaisePoints _, AddQueue _ -> false;
    };
  }

  /** In plain English, as what is done. */
  default String describe() {
    return switch (this) {
      case Relax() -> "goes on to the next step";
      case RaisePoints(int by) -> "gets " + Words.count(by, "point");
      case AddQueue(String queue) -> "waits in " + queue + " as well";
      case Move(String queue, boolean keepsAge) ->
          "moves to " + queue + (keepsAge ? "" : " as a new call");
      case External(String target, Duration ring) ->
          "rings at " + target + " for " + Words.time(ring);
      case Refuse(int status) -> "is refused with " + status;
      case Goodbye(int status) -> "ends with " + status;
    };
  }

  private static void requireFailure(int status) {
    if (status < 400 || status > 699) {
      throw new IllegalArgumentException("status " + status);
    }
  }
}
