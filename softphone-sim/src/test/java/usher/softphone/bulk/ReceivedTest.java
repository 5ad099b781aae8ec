package usher.softphone.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What a plain phone reads. */
class ReceivedTest {
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
