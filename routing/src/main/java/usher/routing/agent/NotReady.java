package usher.routing.agent;

/**
 * Reasons for not being ready that the router itself gives; an agent's own reasons are 0 and above.
 */
public final class NotReady {
  /** No reason: the agent is ready or logged out. */
  public static final int NONE = -1;

  /** Just logged in. */
  public static final int LOGIN = -2;

  /** Let the phone ring too often in a row. */
  public static final int RNA = -3;

  private NotReady() {}
}
