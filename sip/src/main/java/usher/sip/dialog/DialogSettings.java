package usher.sip.dialog;

import java.time.Duration;
import usher.sip.message.RequestRules;

/**
 * What our requests and responses say about us.
 *
 * @param user the user part of our Contact
 * @param product the Server and User-Agent value
 * @param sessionExpires how long a session lasts without a sign of life (RFC 4028), 90 s or more
 */
public record DialogSettings(String user, String product, Duration sessionExpires) {
  /** RFC 4028 4: "RECOMMENDED" is half an hour. */
  public static final Duration SESSION_EXPIRES = Duration.ofMinutes(30);

  /** Methods that a dialog takes, as the Allow header field has them. */
  public static final String ALLOW = RequestRules.allow(RequestRules.OF_SESSIONS);

  /** The usual session. */
  public DialogSettings(String user, String product) {
    this(user, product, SESSION_EXPIRES);
  }
}
