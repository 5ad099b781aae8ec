package usher.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The example of RFC 7616 3.9.1, "HTTP Digest with SHA-256 and MD5". */
class DigestAlgorithmTest {
  private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String CLIENT_NONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  private static String response(DigestAlgorithm algorithm) {
    String ha1 = algorithm.ha1("Mufasa", "http-auth@example.org", "Circle of Life");
    return algorithm.response(ha1, "GET", "/dir/index.html", NONCE, "00000001", CLIENT_NONCE);
  }

  @Test
  void theExampleOfRfc7616HasItsResponses() {
    assertThat(response(DigestAlgorithm.MD5)).isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
    assertThat(response(DigestAlgorithm.SHA_256))
        .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
  }

  @Test
  void anAlgorithmThatIsNotNamedIsMd5AndAnUnknownOneIsNone() {
    assertThat(DigestAlgorithm.of(null)).isEqualTo(DigestAlgorithm.MD5);
    assertThat(DigestAlgorithm.of("sha-256")).isEqualTo(DigestAlgorithm.SHA_256);
    assertThat(DigestAlgorithm.of("SHA-256-sess")).isNull();
  }
}
