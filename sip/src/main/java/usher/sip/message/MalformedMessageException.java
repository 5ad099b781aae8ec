package usher.sip.message;

/**
 * A message, or a header field in it, that does not follow the grammar. The message says which part
 * and what was wrong, in words fit for a reason phrase or a Warning. Checked, because bad input
 * from the network is never a surprise.
 */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int BAD_REQUEST = 400;

  private final int status;

  /** Creates one with a sentence for the peer's administrator. A request is answered with 400. */
  public MalformedMessageException(String message) {
    this(BAD_REQUEST, message);
  }

  /** Creates one for which there is a better answer than 400. */
  public MalformedMessageException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The status with which a request is answered. */
  public int status() {
    return status;
  }

  /** The stack trace of bad input says nothing about our code, and floods of it must stay cheap. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
