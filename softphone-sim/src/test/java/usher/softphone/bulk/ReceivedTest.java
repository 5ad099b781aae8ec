package usher.softphone.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a plain phone reads. */
class ReceivedTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private static @Nullable InetSocketAddress audio(String session) {
    String message =
        "SIP/2.0 200 OK\r\nVia: v\r\nFrom: f\r\nTo: t\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n"
            + session;
    return Objects.requireNonNull(Received.read(message)).audio();
  }

  @Test
  void audioGoesWhereTheOtherSideWantsToHearIt() {
    String session = "v=0\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";
    assertThat(audio(session)).isEqualTo(new InetSocketAddress(LOOPBACK, 4000));
    assertThat(audio(session + "c=IN IP6 ::1\r\n"))
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("::1"), 4000));
    assertThat(audio(session + "a=inactive\r\n")).isNull();
    assertThat(audio(session + "a=sendonly\r\n")).isNull();
    assertThat(audio(session + "a=recvonly\r\n")).isNotNull();
    assertThat(audio(session.replace("4000", "0"))).isNull();
    assertThat(audio(session.replace("127.0.0.1", "phone.test"))).isNull();
    assertThat(audio("")).isNull();
  }

  private static final String RESPONSE =
      """
      SIP/2.0 200 OK
      Via: SIP/2.0/UDP 127.0.0.2:1;branch=z9hG4bK1
      v:  SIP/2.0/UDP 127.0.0.3:1;branch=z9hG4bK2
      FROM: <sip:c17@usher.test>;tag=1
      t: "To" <sip:a1@usher.test>;tag=2
      i: abc
      CSeq: 4711 INVITE
      Content-Type: application/sdp
      c: text/plain
      m: <sip:a1@127.0.0.2:6200;ob>;q=1
      Expires: 60

      From: <sip:body@usher.test>
      """
          .replace("\n", "\r\n");

  private static Received read(String text) {
    return Objects.requireNonNull(Received.read(text));
  }

  @Test
  void fieldsHaveLongAndShortNamesAndTheBodyHasNone() {
    Received response = read(RESPONSE);
    assertThat(response.isResponse()).isTrue();
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.vias())
        .hasLineCount(2)
        .startsWith("Via: SIP/2.0/UDP 127.0.0.2:1;branch=z9hG4bK1\r\n")
        .endsWith("Via: SIP/2.0/UDP 127.0.0.3:1;branch=z9hG4bK2\r\n");
    assertThat(response.fromUser()).isEqualTo("c17");
    assertThat(response.hasToTag()).isTrue();
    assertThat(response.callId()).isEqualTo("abc");
    assertThat(response.cseqNumber()).isEqualTo(4711);
    assertThat(response.cseqMethod()).isEqualTo("INVITE");
    assertThat(response.contactUri()).isEqualTo("sip:a1@127.0.0.2:6200;ob");
    assertThat(response.expiresS(1)).isEqualTo(60);
  }

  @Test
  void aRequestSaysWhomItIsFor() {
    Received request = read(RESPONSE.replace("SIP/2.0 200 OK", "INVITE sip:a9@h:1 SIP/2.0"));
    assertThat(request.isResponse()).isFalse();
    assertThat(request.method()).isEqualTo("INVITE");
    assertThat(request.calledUser()).isEqualTo("a9");
  }

  @Test
  void whatAContactGrantsGoesBeforeExpires() {
    assertThat(read(RESPONSE.replace(";q=1", ";expires=120;q=1")).expiresS(1)).isEqualTo(120);
    assertThat(read(RESPONSE.replace("Expires: 60\r\n", "")).expiresS(7)).isEqualTo(7);
  }

  @Test
  void whatLacksAFieldIsNoMessage() {
    for (String field : new String[] {"FROM", "t:", "i:", "CSeq"}) {
      assertThat(Received.read(RESPONSE.replace(field, "X-" + field))).as(field).isNull();
    }
    assertThat(Received.read("\r\n\r\n")).isNull();
  }

  @Property(seed = "1")
  void anythingIsReadOrRefusedWithoutATrace(@ForAll String text) {
    Received.read(text);
    Received changed = Received.read(RESPONSE.replace("<sip:c17@", text).replace("4711", text));
    if (changed != null) {
      changed.fromUser();
      changed.cseqNumber();
      changed.contactUri();
      changed.expiresS(1);
    }
    assertThat(Received.read("SIP/2.0 " + text)).isNull();
  }
}
