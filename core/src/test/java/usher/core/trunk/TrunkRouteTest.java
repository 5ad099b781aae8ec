package usher.core.trunk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import usher.core.call.CallerIdentity;
import usher.core.call.OutsideRoute;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.Header;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;

/** A call over a trunk that wants to know whose it is. */
class TrunkRouteTest {
  private static final CallerIdentity CALLER = CallerIdentity.of("<sip:+49777@usher.test>");

  private static final byte[] OFFER = "v=0".getBytes(UTF_8);

  private final OutsideRoute route = trunks().route("tel:+493012", CALLER);

  private static Trunks trunks() {
    Timers timers = new Timers(0);
    TokenSource tokens = new TokenSource(new byte[TokenSource.SEED_BYTES]);
    Trunks trunks =
        NorthTrunk.of(
            "targets: [ \"sip:192.0.2.7\", \"sip:192.0.2.8\" ]",
            new Transactions((_, _) -> {}, timers, tokens, new NobodyCalls()),
            timers,
            tokens);
    trunks.start();
    return trunks;
  }

  private static SipResponse challenge(String realm, String nonce) {
    return challenge(realm, nonce, "auth");
  }

  private static SipResponse challenge(String realm, String nonce, String protection) {
    return SipWriter.response(407)
        .header(Header.VIA, "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa")
        .header(Header.FROM, "<sip:a@example.org>;tag=a")
        .header(Header.TO, "<sip:a@example.org>;tag=b")
        .header(Header.CALL_ID, "c")
        .header(Header.CSEQ, "1 INVITE")
        .header(
            Header.PROXY_AUTHENTICATE,
            "Digest realm=\"%s\", nonce=\"%s\", qop=\"%s\", algorithm=SHA-256"
                .formatted(realm, nonce, protection))
        .toResponse();
  }

  private OutsideRoute.Way first() {
    return Objects.requireNonNull(route.next());
  }

  @Test
  void itIsProvedOnceToTheSameServer() {
    OutsideRoute.Way first = first();
    assertThat(first.headers(OFFER)).isEmpty();
    assertThat(first.from())
        .as("the trunk knows us by our own address")
        .isEqualTo("<sip:4930@north.example>");
    OutsideRoute.Way again = Objects.requireNonNull(route.after(407, challenge("north", "n1")));
    assertThat(again.target()).isEqualTo(first.target());
    assertThat(again.headers(OFFER))
        .extracting(HeaderLine::name)
        .containsExactly("Proxy-Authorization");
    assertThat(route.after(407, challenge("north", "n2"))).as("a wrong password").isNull();
  }

  /** RFC 7616 3.4.1 and 3.4.3. */
  @Test
  void whereTheWholeInviteIsToBeProvedItsOfferIsSignedWithIt() {
    first();
    OutsideRoute.Way again =
        Objects.requireNonNull(route.after(407, challenge("north", "n1", "auth-int")));
    String credentials = again.headers(OFFER).getFirst().value();
    String clientNonce = credentials.replaceAll(".*cnonce=\"([^\"]*)\".*", "$1");
    String what = "INVITE:" + again.target().uri() + ":" + hash("v=0");
    String proved =
        String.join(
            ":", hash("4930:north:secret"), "n1", "00000001", clientNonce, "auth-int", hash(what));
    assertThat(credentials).contains("qop=auth-int", "response=\"" + hash(proved) + "\"");
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Test
  void itIsNotProvedToAnyOtherRealm() {
    first();
    assertThat(route.after(407, challenge("elsewhere", "n1"))).isNull();
  }

  @Test
  void theNextServerIsTriedWithoutWhatTheFirstWasTold() {
    first();
    Objects.requireNonNull(route.after(407, challenge("north", "n1")));
    OutsideRoute.Way next = Objects.requireNonNull(route.after(503, null));
    assertThat(next.target().uri()).isEqualTo("sip:+493012@192.0.2.8;user=phone");
    assertThat(next.headers(OFFER)).isEmpty();
    assertThat(route.after(503, null)).isNull();
  }
}
