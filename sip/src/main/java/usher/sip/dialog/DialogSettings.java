package usher.sip.dialog;

/**
 * What our requests and responses say about us.
 *
 * @param user the user part of our Contact
 * @param product the Server and User-Agent value
 */
public record DialogSettings(String user, String product) {
  /** Methods that a dialog takes. */
  public static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO";
}
