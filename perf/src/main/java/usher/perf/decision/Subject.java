package usher.perf.decision;

/**
 * Routes calls in a {@link Workload}, which gives the commands. Whom a subject offers a call to it
 * tells by {@link Workload#offered}, and who no longer takes calls by {@link Workload#gaveUp},
 * while a command runs.
 */
interface Subject {
  /** An agent comes to work, free. */
  void login(int agent, long nowNs);

  /** An agent who gave up takes calls again. */
  void ready(int agent, long nowNs);

  /** A call arrives; returns a handle that {@link #abandon} understands. */
  long arrive(int queue, long nowNs);

  /** A waiting caller hangs up; false when the call is no longer waiting. */
  boolean abandon(long call, long nowNs);

  /** The agent to whom a call was offered answers. */
  void accepted(long offer, long nowNs);

  /** Caller and agent hear each other. */
  void connected(long offer, long nowNs);

  /** The agent to whom a call was offered does not want it. */
  void declined(long offer, long nowNs);

  /** An agent's call ends. */
  void release(int agent, long nowNs);
}
