package usher.routing.explain;

/**
 * An agent who could not be offered the call.
 *
 * @param index number in the plan
 * @param reason the first condition that does not hold
 */
public record Rejection(int index, String agent, Reason reason) {
  /** Such as {@code ben is logged out}. */
  public String describe() {
    return agent + " " + reason.describe();
  }
}
