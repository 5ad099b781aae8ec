package usher.sip.dialog;

import usher.sip.message.RequestRules;

/**
 * What our requests and responses say about us.
 *
 * @param user the user part of our Contact
 * @param product the Server and User-Agent value
 */
public record DialogSettings(String user, String product) {
  /** Methods that a dialog takes, as the Allow header field has them. */
  public static final String ALLOW = RequestRules.allow(RequestRules.OF_SESSIONS);
}
