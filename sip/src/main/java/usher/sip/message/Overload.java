package usher.sip.message;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an overloaded server tells: with a refusal when to come again, and with any answer how much
 * it can take.
 *
 * @param retryAfterS when to come again, 0 to leave it open: told to a proxy it may stop all that
 *     the proxy has for us (RFC 3261 21.5.4)
 * @param lossPercent how much of a hundred requests a peer should not send, where it has said that
 *     it understands that (RFC 7339, the loss algorithm); below 0 nothing is said
 * @param sequence of such words, in hundredths of a second
 */
public record Overload(int retryAfterS, int lossPercent, long sequence) {
  private static final int NOT_TOLD = -1;

  /** Nothing is told. */
  public static final Overload NONE = new Overload(0, NOT_TOLD, 0);

  /** RFC 7339 5.2: how long the share counts when nothing else is said. */
  private static final int VALIDITY_MS = 500;

  /** RFC 7339 4.1: "the oc parameter MUST NOT contain a value" in a request. */
  private static final Pattern OFFERED = Pattern.compile(";\\s*oc\\s*(?=;|$)");

  private static final Pattern ALGORITHMS = Pattern.compile(";\\s*oc-algo\\s*=\\s*\"([^\"]*)\"");

  /**
   * A request's top Via as it stands in the answer.
   *
   * @param value as it stands in the request
   */
  String told(Via via, String value) {
    return lossPercent == NOT_TOLD || !via.overloadControl() || !knowsLoss(value)
        ? value
        : OFFERED
            .matcher(value)
            .replaceFirst(
                String.format(
                    Locale.ROOT,
                    ";oc=%d;oc-validity=%d;oc-seq=%d.%02d",
                    lossPercent,
                    VALIDITY_MS,
                    sequence / 100,
                    sequence % 100));
  }

  /** RFC 7339 4.2: loss is what everybody knows who says nothing else. */
  private static boolean knowsLoss(String via) {
    Matcher algorithms = ALGORITHMS.matcher(via);
    return !algorithms.find() || algorithms.group(1).contains("loss");
  }
}
