package usher.perf.decision;

/**
 * Routes calls in a {@link Workload}. Agents answer at once; what the subject decides it tells the
 * workload by {@link Workload#connected} and {@link Workload#declines}.
 */
interface Subject {
  /** An agent comes to work, free. */
  void login(int agent, long nowNs);

  /** A call arrives; returns a handle that {@link #abandon} understands. */
  long arrive(int queue, long nowNs);

  /** A waiting caller hangs up; false when the call is no longer waiting. */
  boolean abandon(long call, long nowNs);

  /** An agent's call ends. */
  void release(int agent, long nowNs);
}
