package usher.sip.dialog;

import org.jspecify.annotations.Nullable;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.SipResponse;

/** Proves who we are to the far end of a dialog that asks for it (RFC 3261 22.2, 22.3). */
public interface Proof {
  /**
   * Takes the challenge of a 401 or 407.
   *
   * @param answered whether the request that got it had credentials of ours
   * @return false where another try is of no use
   */
  boolean challenged(SipResponse response, boolean answered);

  /** The last credentials were accepted: if they are refused one day, they have become old. */
  void accepted();

  /** The header line with credentials for this request; null before the first challenge. */
  @Nullable HeaderLine credentials(String method, String uri, byte[] body);
}
