package usher.routing.call;

/** How a call left the router. */
public enum CallEnd {
  /** Connected with an agent. */
  ANSWERED(0),
  /** The caller hung up first. */
  ABANDONED(1),
  /** Waited as long as the queue allows. */
  TIMED_OUT(2),
  /** Sent elsewhere by an overflow rule. */
  OVERFLOWED(3),
  /** The caller chose a way out by key. */
  EXITED(4),
  /** The caller agreed to be called back. */
  CALLBACK(5),
  /** Given to another queue, where it counts as offered anew. */
  MOVED(6),
  /** A fault of the system; must never happen and is counted so that it shows. */
  LOST(7),
  /** Turned away at the instant it arrived; not among the calls that entered the queue. */
  REFUSED(8);

  /** How many there are. */
  static final int COUNT = 9;

  /** The number that stands for it in tables. */
  final int code;

  CallEnd(int code) {
    this.code = code;
  }

  /** The number that stands for it on tapes. */
  public int code() {
    return code;
  }

  /** The end of a number; throws IllegalArgumentException where there is none. */
  public static CallEnd of(int code) {
    for (CallEnd end : values()) {
      if (end.code == code) {
        return end;
      }
    }
    throw new IllegalArgumentException("call end " + code);
  }

  /** Whether the call left alive for somewhere else: neither answered, abandoned nor lost. */
  public boolean isFlowOut() {
    return switch (this) {
      case TIMED_OUT, OVERFLOWED, EXITED, CALLBACK, MOVED -> true;
      case ANSWERED, ABANDONED, LOST, REFUSED -> false;
    };
  }
}
