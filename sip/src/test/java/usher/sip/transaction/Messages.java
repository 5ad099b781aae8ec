package usher.sip.transaction;

import java.nio.charset.StandardCharsets;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;

/** Messages for tests, as a peer would write them. */
final class Messages {
  static final String VIA = "SIP/2.0/UDP 127.0.1.1:5070;branch=z9hG4bKpeer1";

  private Messages() {}

  static SipRequest request(String method) {
    return request(method, VIA);
  }

  /** A request outside any dialog with this top Via. */
  static SipRequest request(String method, String via) {
    return request(method, via, "<sip:sales@usher.test>", "call-1", 1);
  }

  static SipRequest request(String method, String via, String to, String callId, long cseq) {
    return SipWriter.request(method, "sip:sales@usher.test")
        .header(Header.VIA, via)
        .header(Header.MAX_FORWARDS, "70")
        .header(Header.FROM, "<sip:anna@usher.test>;tag=anna")
        .header(Header.TO, to)
        .header(Header.CALL_ID, callId)
        .header(Header.CSEQ, cseq + " " + method)
        .toRequest();
  }

  /** What a peer sends behind an INVITE of its own, with the same numbers. */
  static SipRequest follower(String method, SipRequest invite, String to) {
    return SipWriter.request(method, invite.requestUri())
        .copy(Header.VIA, invite)
        .copy(Header.FROM, invite)
        .header(Header.TO, to)
        .copy(Header.CALL_ID, invite)
        .header(Header.CSEQ, invite.cseq() + " " + method)
        .toRequest();
  }

  static SipResponse response(int status, SipRequest request) {
    return SipWriter.response(status, request, status == 100 ? null : "bob").toResponse();
  }

  static SipRequest parse(String... lines) {
    byte[] bytes = (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    try {
      return (SipRequest) SipMessage.parse(bytes);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }
}
