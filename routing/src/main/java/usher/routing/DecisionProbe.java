package usher.routing;

/**
 * Looks at a decision that is about to be made, while all that it follows from is still there. For
 * tracing: it may read through {@link RouterView} and must not command the router.
 */
@FunctionalInterface
public interface DecisionProbe {
  /**
   * A call is about to be offered to one of those who are free.
   *
   * @param call handle
   * @param queue the queue through which they meet
   * @param entry the router's number for the call's place, as in {@link
   *     usher.routing.facts.EntryFacts#slot}
   */
  void deciding(long call, int queue, int entry);
}
