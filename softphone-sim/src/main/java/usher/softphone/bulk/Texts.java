package usher.softphone.bulk;

/** How plain phones write messages. */
final class Texts {
  private static final String ALLOW = "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE\r\n";
  private static final int USUAL_CHARS = 800;

  private Texts() {}

  /**
   * A request.
   *
   * @param via one line, with its end
   * @param more lines, each with its end
   * @param session a body, empty for none
   */
  static String request(
      String method,
      String uri,
      String via,
      String from,
      String to,
      String callId,
      long cseq,
      String more,
      String session) {
    StringBuilder text = new StringBuilder(USUAL_CHARS);
    text.append(method).append(' ').append(uri).append(" SIP/2.0\r\n").append(via);
    text.append("Max-Forwards: 70\r\n");
    parties(text, from, to, callId);
    text.append(cseq).append(' ').append(method).append("\r\n").append(more);
    return body(text, session);
  }

  /**
   * A response to a request.
   *
   * @param tag of the To, where the request had none
   * @param more lines, each with its end
   */
  static String response(Received request, String status, String tag, String more, String session) {
    StringBuilder text = new StringBuilder(USUAL_CHARS);
    text.append("SIP/2.0 ").append(status).append("\r\n").append(request.vias());
    String to = request.hasToTag() ? request.to() : request.to() + ";tag=" + tag;
    parties(text, request.from(), to, request.callId());
    text.append(request.cseq()).append("\r\n").append(more);
    return body(text, session);
  }

  private static void parties(StringBuilder text, String from, String to, String callId) {
    text.append("From: ").append(from).append("\r\nTo: ").append(to);
    text.append("\r\nCall-ID: ").append(callId).append("\r\nCSeq: ");
  }

  private static String body(StringBuilder text, String session) {
    if (!session.isEmpty()) {
      text.append("Content-Type: application/sdp\r\n");
    }
    text.append("Content-Length: ").append(session.length()).append("\r\n\r\n");
    return text.append(session).toString();
  }

  /** The lines of what makes or changes a dialog. */
  static String contact(String user, Line line) {
    return "Contact: <" + line.contact(user) + ">\r\n" + ALLOW;
  }
}
