package usher.sip.overload;

/** What a message is to an overloaded server. */
public enum Lane {
  /** Responses, and requests of calls and transactions that are there: never shed. */
  RUNNING(0, 0, 0),
  /** An ACK to an answer that nobody remembers: it has done its work when it is here. */
  ABSORBED(1, 0, 0),
  /** OPTIONS, PUBLISH and the like outside of a dialog: the first to go. */
  PROBE(2, 25, 50),
  /** A REGISTER without credentials. */
  FIRST_REGISTER(3, 100, 250),
  /** A REGISTER with credentials: a phone that was here before, or has just been challenged. */
  REGISTER(4, 200, 500),
  /** A new call. */
  CALL(5, 100, 50),
  /** A call for help: it has a rate of its own, and that of other calls when this is used up. */
  EMERGENCY(6, 5, 10),
  /** A new subscription: lamps may wait, but no flood of probes shall keep them dark. */
  SUBSCRIPTION(7, 25, 50);

  static final int COUNT = 8;

  final int code;
  private final int percent;
  private final int leastPerS;

  Lane(int code, int percent, int leastPerS) {
    this.code = code;
    this.percent = percent;
    this.leastPerS = leastPerS;
  }

  /** How many per second are admitted where so many calls are. */
  int perS(int callsPerS) {
    return Math.max(leastPerS, callsPerS * percent / 100);
  }

  /** Whether its messages are new calls. */
  boolean isCall() {
    return this == CALL || this == EMERGENCY;
  }

  /** Whether its messages are admitted whatever the load. */
  boolean always() {
    return percent == 0;
  }
}
