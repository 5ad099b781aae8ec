package usher.sip.message;

/**
 * A message, or a header field in it, that does not follow the grammar. The message says which part
 * and what was wrong, in words fit for a reason phrase or a Warning. Checked, because bad input
 * from the network is never a surprise.
 */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates one with a sentence for the peer's administrator. */
  public MalformedMessageException(String message) {
    super(message);
  }

  /** The stack trace of bad input says nothing about our code, and floods of it must stay cheap. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
