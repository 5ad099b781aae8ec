package usher.core.call;

import java.util.ArrayList;
import java.util.List;
import usher.sip.dialog.OutgoingInvite.HeaderLine;

/**
 * How a caller is told that there is no way: the headers that go with a status. An exchange turns
 * the Q.850 cause (RFC 6432) into the tone or announcement of the telephone network.
 */
record Refusal(int status) {
  private static final int RETRY_AFTER_S = 60;

  HeaderLine[] headers() {
    List<HeaderLine> lines = new ArrayList<>();
    lines.add(new HeaderLine("Warning", "399 usher \"The queue does not take this call\""));
    lines.add(new HeaderLine("Reason", "Q.850;cause=" + cause()));
    if (retriable()) {
      lines.add(new HeaderLine("Retry-After", Integer.toString(RETRY_AFTER_S)));
    }
    return lines.toArray(HeaderLine[]::new);
  }

  /** The Reason of a BYE to a caller who was answered. */
  String reason() {
    return "SIP;cause=" + status;
  }

  /**
   * RFC 3398 section 7.2.4.1 turned round; 31 is normal, unspecified. Beside 503 a Retry-After
   * would keep a proxy from sending any call at all (RFC 3261 section 21.5.4).
   */
  private int cause() {
    return switch (status) {
      case 404, 604 -> 1;
      case 486, 600 -> 17;
      case 480 -> 18;
      case 403, 603 -> 21;
      case 503 -> 41;
      default -> 31;
    };
  }

  private boolean retriable() {
    return status == 480 || status == 486 || status == 600;
  }
}
