package usher.sip.sdp;

/** A body that is not a session description; the message names the line and what was expected. */
public final class SdpException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  SdpException(int line, String problem) {
    super("SDP line " + line + ": " + problem);
    this.line = line;
  }

  /** The offending line, counted from 1. */
  public int line() {
    return line;
  }
}
