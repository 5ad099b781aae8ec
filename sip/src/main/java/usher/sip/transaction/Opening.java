package usher.sip.transaction;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipRequest;

/**
 * What is known of an ongoing request in case it comes once more by another way. RFC 3261 8.2.2.2:
 * "If the request has no tag in the To header field, the UAS core MUST check the request against
 * ongoing transactions. If the From tag, Call-ID, and CSeq exactly match those associated with an
 * ongoing transaction, but the request does not match that transaction" it came twice.
 *
 * @param key of {@link TransactionKey#merged}
 * @param branch by which way it came first
 */
record Opening(String key, @Nullable String branch) {
  static Opening of(String key, SipRequest request) {
    return new Opening(key, request.topVia().branch());
  }

  /**
   * The same branch from elsewhere is not a second way but a second client, or somebody who plays
   * one.
   */
  boolean isSameWay(SipRequest request) {
    return Objects.equals(branch, request.topVia().branch());
  }
}
