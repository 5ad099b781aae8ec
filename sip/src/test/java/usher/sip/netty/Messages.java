package usher.sip.netty;

import java.net.InetSocketAddress;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipWriter;

/** Requests of test phones. */
final class Messages {
  private Messages() {}

  static SipRequest options(String transport, InetSocketAddress sentBy, int cseq) {
    return options(transport, sentBy, cseq, "");
  }

  static SipRequest options(String transport, InetSocketAddress sentBy, int cseq, String subject) {
    String host = sentBy.getAddress().getHostAddress();
    String via =
        "SIP/2.0/%s %s:%d;branch=z9hG4bK-%d".formatted(transport, host, sentBy.getPort(), cseq);
    return options(via, cseq, subject);
  }

  static SipRequest options(String via, int cseq, String subject) {
    return SipWriter.request("OPTIONS", "sip:usher.test")
        .header(Header.VIA, via)
        .header(Header.FROM, "<sip:phone@usher.test>;tag=f")
        .header(Header.TO, "<sip:usher.test>")
        .header(Header.CALL_ID, "call-" + cseq)
        .header(Header.CSEQ, cseq + " OPTIONS")
        .header(Header.SUBJECT, subject)
        .toRequest();
  }
}
