package usher.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the body of a message is, it is a description of a session or refused as none. */
class SessionDescriptionFuzzTest {
  private static final InetSocketAddress LOCAL =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 20_000);

  static Stream<byte[]> bodies() {
    return Stream.of(
            """
            v=0
            o=alice 2890844526 2890844526 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 49172 RTP/AVP 8 0 101
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=ptime:20
            a=sendonly
            m=video 0 RTP/AVP 31
            """,
            """
            v=0
            o=- 1 2 IN IP6 2001:db8::1
            s=x
            t=0 0
            m=audio 9 UDP/TLS/RTP/SAVPF 111 0
            c=IN IP4 0.0.0.0
            a=rtcp:9 IN IP4 0.0.0.0
            a=ice-ufrag:abcd
            a=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa
            a=fingerprint:sha-256 00:11
            a=setup:actpass
            a=mid:0
            a=rtcp-mux
            a=candidate:1 1 udp 2113937151 192.0.2.1 54400 typ host
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj
            """)
        .map(text -> text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("bodies")
  @FuzzTest
  void aBody(byte[] body) throws Exception {
    SessionDescription description;
    try {
      description = SessionDescription.parse(body);
    } catch (SdpException e) {
      assertThat(e.getMessage()).isNotEmpty();
      return;
    }
    assertThat(SessionDescription.parse(description.toBytes()).media())
        .hasSameSizeAs(description.media());
    new OfferAnswer(1, LOCAL).answer(description, Direction.SENDRECV);
  }
}
