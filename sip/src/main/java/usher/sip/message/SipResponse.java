package usher.sip.message;

/** A response (RFC 3261 7.2). */
public final class SipResponse extends SipMessage {
  private static final int STATUS_START = "SIP/2.0 ".length();
  private static final int STATUS_END = STATUS_START + 3;

  private final int status;

  SipResponse(byte[] bytes, String startLine, HeaderIndex index) throws MalformedMessageException {
    super(bytes, index);
    this.status = status(startLine);
  }

  SipResponse(byte[] bytes, String startLine, int bodyStart) throws MalformedMessageException {
    super(bytes, bodyStart);
    this.status = status(startLine);
  }

  private static int status(String startLine) throws MalformedMessageException {
    if (!startLine.regionMatches(true, 0, "SIP/2.0 ", 0, STATUS_START)
        || startLine.length() < STATUS_END) {
      throw new MalformedMessageException("Status line is not: SIP/2.0, status, reason");
    }
    int status = 0;
    for (char c : startLine.substring(STATUS_START, STATUS_END).toCharArray()) {
      status = c >= '0' && c <= '9' ? status * 10 + c - '0' : Integer.MIN_VALUE;
    }
    boolean longer = startLine.length() > STATUS_END && startLine.charAt(STATUS_END) != ' ';
    if (status < 100 || status > 699 || longer) {
      throw new MalformedMessageException("Status is not from 100 to 699");
    }
    return status;
  }

  /** 100 to 699. */
  public int status() {
    return status;
  }

  /** The reason phrase, possibly empty. */
  public String reason() {
    try {
      String line = startLine();
      return line.length() > STATUS_END ? line.substring(STATUS_END).strip() : "";
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("a message cannot be read: " + e.getMessage(), e);
    }
  }

  public boolean isProvisional() {
    return status < 200;
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  @Override
  public Method method() {
    return Method.of(cseqMethod());
  }
}
