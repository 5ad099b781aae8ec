package usher.core.call;

/** How a call ended, as its record says it. */
public enum EndCause {
  /** They talked, and the caller hung up first. */
  CALLER_HUNG_UP("caller-hung-up"),
  /** They talked, and the agent hung up first. */
  AGENT_HUNG_UP("agent-hung-up"),
  /** The caller left before any agent was there. */
  ABANDONED("abandoned"),
  /** The caller left after an agent answered and before there was audio; charged to the system. */
  LEFT_BEFORE_AUDIO("left-before-audio"),
  /** It waited as long as its queue allows. */
  TIMED_OUT("timed-out"),
  /** A rung of its queue's ladder refused it when it arrived. */
  TURNED_AWAY("turned-away"),
  /** A rung of its queue's ladder ended it. */
  SAID_GOODBYE("said-goodbye"),
  /** The caller talked to somebody outside of the centre, who hung up first. */
  OUTSIDE_HUNG_UP("outside-hung-up"),
  /** The agent who called joined another call with whom he had called. */
  PASSED_ON("passed-on"),
  /** It could not be served: nothing in its INVITE that we can talk with, or no media port free. */
  REFUSED("refused"),
  /** The server stopped while it ran. */
  SERVER_STOPPED("server-stopped"),
  /** A fault of the system. */
  LOST("lost");

  private final String text;

  EndCause(String text) {
    this.text = text;
  }

  /** The word in records. */
  public String text() {
    return text;
  }
}
