package usher.perf.decision;

/** A command on its way to the loop, an acknowledgement or an offer on its way back; reused. */
final class HandOff {
  /** What it says. */
  enum Kind {
    ARRIVE,
    RELEASE,
    ACCEPT,
    CONNECT,
    OFFERED
  }

  Kind kind = Kind.ARRIVE;

  /** The queue, the agent or the offer. */
  long subject;

  /** The agent of an offer. */
  int agent;

  /** The instant at which the router is told that it happened. */
  long atNs;

  /** When it was to be sent, on the clock of the process. */
  long dueNs;
}
