package usher.routing.call;

/** How a call left the router. */
public enum CallEnd {
  /** Connected with an agent. */
  ANSWERED,
  /** The caller hung up first. */
  ABANDONED,
  /** Waited as long as the queue allows. */
  TIMED_OUT,
  /** Sent elsewhere by an overflow rule. */
  OVERFLOWED,
  /** The caller chose a way out by key. */
  EXITED,
  /** The caller agreed to be called back. */
  CALLBACK,
  /** Given to another queue, where it counts as offered anew. */
  MOVED,
  /** A fault of the system; must never happen and is counted so that it shows. */
  LOST;

  /** Whether the call left alive for somewhere else: neither answered, abandoned nor lost. */
  public boolean isFlowOut() {
    return switch (this) {
      case TIMED_OUT, OVERFLOWED, EXITED, CALLBACK, MOVED -> true;
      case ANSWERED, ABANDONED, LOST -> false;
    };
  }
}
