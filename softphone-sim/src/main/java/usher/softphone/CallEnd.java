package usher.softphone;

/**
 * How a call ended, seen from one phone.
 *
 * @param status the final response where there was one that says something, else 0
 */
public record CallEnd(Cause cause, int status) {

  /** Every way a call can end; each call has exactly one. */
  public enum Cause {
    /** This phone hung up an established call. */
    HUNG_UP,
    /** The other side hung up an established call. */
    PEER_HUNG_UP,
    /** A call of this phone was refused, with the status. */
    REFUSED,
    /** A call of this phone was given up by it before it was answered. */
    ABANDONED,
    /** This phone refused a call, with the status. */
    DECLINED,
    /** The caller gave up before this phone answered. */
    CANCELLED,
    /** This phone answered and nobody acknowledged it. */
    NO_ACK,
    /** The other side does not know the call any more, or does not answer. */
    PEER_GONE,
    /** This phone vanished in the middle of it. */
    VANISHED
  }

  static CallEnd of(Cause cause) {
    return new CallEnd(cause, 0);
  }
}
