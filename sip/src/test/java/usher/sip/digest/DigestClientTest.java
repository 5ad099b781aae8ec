package usher.sip.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;

/** The examples of RFC 7616 3.9, carried by SIP, and what a phone makes of challenges. */
class DigestClientTest {
  private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String CLIENT_NONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
  private static final String EXAMPLE =
      "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", nonce=\""
          + NONCE
          + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", algorithm=";

  private final DigestClient mufasa =
      new DigestClient("Mufasa", "Circle of Life", () -> CLIENT_NONCE);

  @Test
  void theExampleOfTheRfcWithSha256() {
    mufasa.challenged(challenge(EXAMPLE + "SHA-256"), false);

    assertThat(answer(mufasa))
        .contains("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")
        .contains("algorithm=SHA-256")
        .contains("nc=00000001")
        .contains("qop=auth,")
        .contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
  }

  @Test
  void theExampleOfTheRfcWithMd5() {
    mufasa.challenged(challenge(EXAMPLE + "MD5"), false);

    assertThat(answer(mufasa)).contains("\"8ca523f5e9506fed4657c9700eebdbec\"");
  }

  /** With the values of erratum 4897: those printed in RFC 7616 3.9.2 are of another function. */
  @Test
  void theExampleOfTheRfcWithSha512AndAHashedUser() {
    DigestClient jason =
        new DigestClient(
            "J\u00e4s\u00f8n Doe",
            "Secret, or not?",
            () -> "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v");
    jason.challenged(
        challenge(
            "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, nonce=\""
                + "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", opaque=\""
                + "HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, userhash=true"),
        false);

    String value = value(jason, "GET", "/doe.json");
    assertThat(value)
        .contains("793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b")
        .contains("3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5")
        .contains("userhash=true");
  }

  @Test
  void theStrongestOfSeveralChallengesIsAnswered() {
    mufasa.challenged(challenge(EXAMPLE + "MD5", EXAMPLE + "SHA-256", EXAMPLE + "ROT13"), false);

    assertThat(answer(mufasa)).contains("algorithm=SHA-256");
  }

  @Test
  void aChallengeOfUnknownKindOnlyIsNotAnswered() {
    assertThat(mufasa.challenged(challenge(EXAMPLE + "ROT13"), false)).isFalse();
    assertThat(mufasa.challenged(challenge("Bearer realm=\"x\""), false)).isFalse();
    assertThat(mufasa.credentials("REGISTER", "sip:example.org", new byte[0])).isNull();
  }

  @Test
  void freshCredentialsThatWereRefusedAreWrong() {
    mufasa.challenged(challenge(EXAMPLE + "SHA-256"), false);
    answer(mufasa);

    assertThat(mufasa.challenged(challenge(EXAMPLE + "SHA-256"), true)).isFalse();
  }

  @Test
  void aStaleNonceIsNoReasonToGiveUp() {
    mufasa.challenged(challenge(EXAMPLE + "SHA-256"), false);
    answer(mufasa);

    assertThat(mufasa.challenged(challenge(EXAMPLE + "SHA-256, stale=true"), true)).isTrue();
    assertThat(answer(mufasa)).contains("nc=00000001");
  }

  @Test
  void credentialsThatOnceWereAcceptedAreTriedWithANewNonce() {
    mufasa.challenged(challenge(EXAMPLE + "SHA-256"), false);
    answer(mufasa);
    mufasa.accepted();

    assertThat(mufasa.challenged(challenge(EXAMPLE + "SHA-256"), true)).isTrue();
    assertThat(mufasa.challenged(challenge(EXAMPLE + "SHA-256"), true)).isFalse();
  }

  @Test
  void theNonceCountGrowsWithEveryRequest() {
    mufasa.challenged(challenge(EXAMPLE + "SHA-256"), false);

    assertThat(answer(mufasa)).contains("nc=00000001");
    assertThat(answer(mufasa)).contains("nc=00000002");
  }

  @Test
  void aServerOfRfc2069GetsNeitherCountNorClientNonce() {
    mufasa.challenged(challenge("Digest realm=\"r\", nonce=\"n\""), false);

    assertThat(answer(mufasa)).doesNotContain("qop").doesNotContain("nc=").doesNotContain("cnonce");
  }

  @Test
  void aProxyIsAnsweredInItsOwnHeader() {
    SipResponse response =
        answerTo(407).header(Header.PROXY_AUTHENTICATE, EXAMPLE + "MD5").toResponse();
    mufasa.challenged(response, false);

    assertThat(Objects.requireNonNull(mufasa.credentials("INVITE", "sip:x", new byte[0])).name())
        .isEqualTo("Proxy-Authorization");
  }

  @Test
  void theBodyIsProtectedWhereThatIsAllTheServerOffers() {
    String challenge = "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"";
    mufasa.challenged(challenge(challenge), false);
    String one = value(mufasa, "INVITE", "sip:x");
    mufasa.challenged(challenge(challenge), false);
    var other = mufasa.credentials("INVITE", "sip:x", "v=0".getBytes(UTF_8));

    assertThat(one).contains("qop=auth-int");
    assertThat(Objects.requireNonNull(other).value()).isNotEqualTo(one);
  }

  private static String answer(DigestClient client) {
    return value(client, "GET", "/dir/index.html");
  }

  private static String value(DigestClient client, String method, String uri) {
    return Objects.requireNonNull(client.credentials(method, uri, new byte[0])).value();
  }

  private static SipResponse challenge(String... challenges) {
    SipWriter writer = answerTo(401);
    List.of(challenges).forEach(each -> writer.header(Header.WWW_AUTHENTICATE, each));
    return writer.toResponse();
  }

  private static SipWriter answerTo(int status) {
    return SipWriter.response(status)
        .header(Header.VIA, "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa")
        .header(Header.FROM, "<sip:a@example.org>;tag=a")
        .header(Header.TO, "<sip:a@example.org>;tag=b")
        .header(Header.CALL_ID, "c")
        .header(Header.CSEQ, "1 REGISTER");
  }
}
