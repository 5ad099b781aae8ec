package usher.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class NoncesTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress THERE = InetAddress.ofLiteral("2001:db8::1");
  private static final byte[] KEY = new byte[DigestAuth.KEY_BYTES];

  private final Nonces nonces = new Nonces(KEY, 3);

  @Test
  void aNonceIsGoodAgainAndAgainAsLongAsItsCountRises() {
    String nonce = nonces.issue(HERE, 0);
    assertThat(nonces.use(nonce, 1, HERE, 1)).isTrue();
    assertThat(nonces.use(nonce, 2, HERE, 2)).isTrue();
    assertThat(nonces.use(nonce, 9, HERE, 3)).isTrue();
    assertThat(nonces.use(nonce, 9, HERE, 4)).isFalse();
    assertThat(nonces.use(nonce, 3, HERE, 5)).isFalse();
  }

  @Test
  void aNonceIsGoodForItsLifetimeOnly() {
    String nonce = nonces.issue(HERE, -5);
    assertThat(nonces.use(nonce, 1, HERE, Nonces.LIFETIME_NS - 5)).isTrue();
    assertThat(nonces.use(nonce, 2, HERE, Nonces.LIFETIME_NS - 4)).isFalse();
  }

  @Test
  void aNonceIsGoodForTheAddressItWasGivenToOnly() {
    String nonce = nonces.issue(HERE, 0);
    assertThat(nonces.use(nonce, 1, THERE, 1)).isFalse();
    assertThat(nonces.use(nonce, 1, HERE, 1)).isTrue();
  }

  @Test
  void twoNoncesOfOneInstantAreTwo() {
    assertThat(nonces.issue(HERE, 0)).isNotEqualTo(nonces.issue(HERE, 0));
  }

  @Test
  void aNonceThatSomebodyMadeUpIsNone() {
    Nonces others = new Nonces(new byte[] {1}, 3);
    assertThat(nonces.use(others.issue(HERE, 0), 1, HERE, 0)).isFalse();
    assertThat(nonces.use("", 1, HERE, 0)).isFalse();
    assertThat(nonces.use("AAAA", 1, HERE, 0)).isFalse();
    assertThat(nonces.use("not base64 \u00e4!", 1, HERE, 0)).isFalse();
  }

  @Test
  void aUsedNonceThatHadToBeForgottenIsNotGoodAnyMore() {
    String first = nonces.issue(HERE, 0);
    assertThat(nonces.use(first, 1, HERE, 0)).isTrue();
    for (int i = 1; i <= 3; i++) {
      assertThat(nonces.use(nonces.issue(HERE, i), 1, HERE, i)).isTrue();
    }
    assertThat(nonces.use(first, 1, HERE, 5)).isFalse();
    assertThat(nonces.use(nonces.issue(HERE, 5), 1, HERE, 5)).isTrue();
  }
}
