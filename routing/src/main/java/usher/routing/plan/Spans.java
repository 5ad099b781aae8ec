package usher.routing.plan;

/** Lengths of time in nanoseconds, by number. */
public final class Spans {
  private final long[] ns;

  Spans(long... ns) {
    this.ns = ns.clone();
  }

  /** How many. */
  public int count() {
    return ns.length;
  }

  /** One of them. */
  public long ns(int index) {
    return ns[index];
  }
}
