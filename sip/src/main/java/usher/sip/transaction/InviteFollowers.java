package usher.sip.transaction;

import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;

/**
 * The two requests that follow an INVITE hop by hop, on its own branch: the ACK of a failure, and
 * the CANCEL. The INVITE is always one of our own, so its only Via is the top one.
 */
final class InviteFollowers {
  private static final String MAX_FORWARDS = "70";

  private InviteFollowers() {}

  /**
   * RFC 3261 17.1.1.3: "values for the Call-ID, From, and Request-URI that are equal to the values
   * of those header fields in the [INVITE]. The To header field in the ACK MUST equal the To header
   * field in the response being acknowledged [...]. The ACK MUST contain a single Via header field,
   * and this MUST be equal to the top Via header field of the original request." Credentials are
   * repeated, because nobody may ask for them again (22.1).
   */
  static SipRequest ack(SipRequest invite, SipResponse response) {
    return SipWriter.request("ACK", invite.requestUri())
        .copy(Header.VIA, invite)
        .header(Header.MAX_FORWARDS, MAX_FORWARDS)
        .copy(Header.FROM, invite)
        .copy(Header.TO, response)
        .copy(Header.CALL_ID, invite)
        .header(Header.CSEQ, invite.cseq() + " ACK")
        .copy(Header.ROUTE, invite)
        .copy(Header.AUTHORIZATION, invite)
        .copy(Header.PROXY_AUTHORIZATION, invite)
        .toRequest();
  }

  /**
   * 9.1: "The Request-URI, Call-ID, To, the numeric part of CSeq, and From header fields in the
   * CANCEL request MUST be identical to those in the request being cancelled, including tags. A
   * CANCEL constructed by a client MUST have only a single Via header field value matching the top
   * Via value in the request being cancelled."
   *
   * @param reason the value of a Reason header field (RFC 3326), or null
   */
  static SipRequest cancel(SipRequest invite, @Nullable String reason) {
    SipWriter cancel =
        SipWriter.request("CANCEL", invite.requestUri())
            .copy(Header.VIA, invite)
            .header(Header.MAX_FORWARDS, MAX_FORWARDS)
            .copy(Header.FROM, invite)
            .copy(Header.TO, invite)
            .copy(Header.CALL_ID, invite)
            .header(Header.CSEQ, invite.cseq() + " CANCEL")
            .copy(Header.ROUTE, invite);
    return (reason == null ? cancel : cancel.header(Header.REASON, reason)).toRequest();
  }
}
