package usher.routing.explain;

/** How many agents one condition keeps from a call, looked at after the conditions before it. */
public record Drop(Condition condition, int agents) {
  /** Such as {@code 3 busy}. */
  public String describe() {
    return agents + " " + condition.dropped();
  }
}
