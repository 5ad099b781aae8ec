package usher.routing.explain;

/** What must hold for an agent to be offered a call, in the order in which it is looked at. */
public enum Condition {
  CONFIGURED("no longer in the rules"),
  LOGGED_IN("logged out"),
  READY("not ready"),
  FREE("busy"),
  NO_OWN_CALL("in a call of their own"),
  REACHABLE("cannot be reached"),
  INSIDE_CAPACITY("have as much other work as they can take"),
  RESTED("pause after an offer that failed"),
  MEMBER("do not belong to the queue"),
  ABLE("lack what the call asks for"),
  CALL_OLD_ENOUGH("get only calls that have waited longer"),
  NOT_EXCLUDED("failed this call before"),
  PREFERRED("are not those whom the call prefers"),
  NO_BETTER_QUEUE("take a call of a queue that they prefer"),
  FIRST_IN_RANKING("came after another agent");

  private final String dropped;

  Condition(String dropped) {
    this.dropped = dropped;
  }

  /** What is said of agents for whom it does not hold. */
  public String dropped() {
    return dropped;
  }
}
