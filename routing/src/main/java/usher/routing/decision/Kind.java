package usher.routing.decision;

/** What was decided. */
public enum Kind {
  /** A call chose among the agents who were free for it. */
  CALL_CHOSE(0),
  /** An agent became free and took the first call in the order of calls. */
  AGENT_CHOSE(1),
  /** A call was given to an agent whom it preferred. */
  PREFERRED(2),
  /** A supervisor, or the agent, put call and agent together. */
  ASSIGNED(3),
  /** A call was left waiting since nobody was free for it. */
  QUEUED(4),
  /** A call went on to a further step of its wait. */
  STEPPED(5),
  /** A call had been overtaken long enough and rose to a higher band. */
  PROMOTED(6),
  /** A rung of the ladder of a call's queue fired. */
  RUNG_FIRED(7),
  /** A call is about to leave unanswered. */
  LEFT(8);

  private static final Kind[] BY_CODE = {
    CALL_CHOSE, AGENT_CHOSE, PREFERRED, ASSIGNED, QUEUED, STEPPED, PROMOTED, RUNG_FIRED, LEFT
  };

  /** The number that stands for it in tables. */
  final int code;

  Kind(int code) {
    this.code = code;
  }

  static Kind of(int code) {
    return BY_CODE[code];
  }

  /** Whether an agent was asked. */
  public boolean isOffer() {
    return switch (this) {
      case CALL_CHOSE, AGENT_CHOSE, PREFERRED, ASSIGNED -> true;
      case QUEUED, STEPPED, PROMOTED, RUNG_FIRED, LEFT -> false;
    };
  }
}
