package usher.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
  private static final byte[] OFFER = "v=0\r\n".getBytes(StandardCharsets.US_ASCII);

  private static SipWriter invite() {
    return request("INVITE", "sip:sales@usher.test");
  }

  private static SipWriter request(String method, String uri) {
    return SipWriter.request(method, uri)
        .header(Header.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
        .header(Header.FROM, "<sip:alice@usher.test>;tag=1")
        .header(Header.TO, "<sip:sales@usher.test>")
        .header(Header.CALL_ID, "c")
        .header(Header.CSEQ, "1 " + method);
  }

  private static @Nullable Integer status(SipWriter writer) {
    Refusal refusal = RequestRules.check(writer.toRequest());
    return refusal == null ? null : refusal.status();
  }

  @Test
  void anOrdinaryInvitePasses() {
    assertThat(status(invite().header(Header.CONTACT, "<sip:a@192.0.2.1>"))).isNull();
    assertThat(status(invite().body("application/sdp", OFFER))).isNull();
    assertThat(status(invite().body("Application/SDP; charset=utf-8", OFFER))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MESSAGE", "PUBLISH"})
  void aMethodThatIsKnownButNotHandledIsAnswered405(String method) {
    assertThat(status(request(method, "sip:sales@usher.test"))).isEqualTo(405);
  }

  @Test
  void aMethodThatNobodyKnowsIsAnswered501() {
    assertThat(status(request("invite", "sip:sales@usher.test"))).isEqualTo(501);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Alice, Smith <sip:a@usher.test>",
        "\"Alice\" sip:a@usher.test",
        "<sip:a@usher.test",
        "<sip:a@usher.test>;",
        "<sip:a@usher.test>;tag=",
        "<sip:a@usher.test> rest",
        "<sip:a@usher.test:99999>",
        "<sip:a@usher.test:>",
        "<sip:a@[2001:db8::1>",
        "<sip:a@us<her.test>",
        "<usher.test>",
        "<sip:a@>",
        "sip:a@usher.test?x=y",
        "nothing"
      })
  void anAddressThatIsNoneIsAnswered400(String contact) {
    assertThat(status(invite().header(Header.CONTACT, contact))).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:a@usher.test;q=0.5",
        "<sip:a@usher.test;ob>;+sip.instance=\"<urn:uuid:1>\";q=0.5",
        "\"A, <b>; \\\"c\\\"\" <sip:a@usher.test?Route=%3Csip:x%3E>",
        "Jürgen Groß <sip:j@usher.test>",
        "<sip:a@usher.test>, <sip:b@usher.test>",
        "<sip:a@[2001:db8::1]:5060;transport=tcp>",
        "<sip:192.0.2.1>"
      })
  void anAddressOfAnyShapePasses(String contact) {
    assertThat(status(invite().header(Header.CONTACT, contact))).isNull();
  }

  @Test
  void aSipsUriIsOfASchemeThatIsNotSupported() {
    assertThat(status(request("INVITE", "sips:sales@usher.test"))).isEqualTo(416);
  }

  @Test
  void everyRequiredExtensionIsNamed() {
    Refusal refusal =
        RequestRules.check(
            invite().header(Header.REQUIRE, "resource-priority,  timer, precondition").toRequest());
    assertThat(Objects.requireNonNull(refusal).headers())
        .containsEntry(Header.UNSUPPORTED, "resource-priority, precondition");
  }

  @Test
  void aBodyThatIsNoSessionDescriptionIsAnswered415() {
    assertThat(status(invite().body("application/isup", OFFER))).isEqualTo(415);
    assertThat(
            status(invite().header(Header.CONTENT_ENCODING, "gzip").body("application/sdp", OFFER)))
        .isEqualTo(415);
  }

  @Test
  void aCallerThatTakesNoSessionDescriptionIsAnswered406() {
    assertThat(status(invite().header(Header.ACCEPT, "text/plain"))).isEqualTo(406);
    assertThat(status(invite().header(Header.ACCEPT, ""))).isEqualTo(406);
    assertThat(status(invite().header(Header.ACCEPT, "text/plain, application/*;q=0.5"))).isNull();
  }

  @Test
  void theAnswerHasTheReasonTheHeaderFieldsAndATag() {
    SipRequest request = invite().header(Header.CONTACT, "<>").toRequest();
    Refusal refusal = Objects.requireNonNull(RequestRules.check(request));

    SipResponse response = refusal.response(request, "ours");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.reason()).startsWith("Contact has ");
    assertThat(response.toTag()).isEqualTo("ours");
  }
}
