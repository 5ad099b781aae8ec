package usher.sip.netty;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes a server that we call if its certificate comes from an authority that we trust and shows
 * the name that we expect.
 */
final class ServerTrust extends OneSidedTrust {
  private final X509ExtendedTrustManager authorities;
  private final Function<String, Set<String>> expected;

  /**
   * @param expected by the host that was called, in lower case: one of which names there must be
   */
  ServerTrust(X509ExtendedTrustManager authorities, Function<String, Set<String>> expected) {
    this.authorities = authorities;
    this.expected = expected;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    authorities.checkServerTrusted(chain, authType, engine);
    Set<String> names = expected.apply(CertificateNames.lower(engine.getPeerHost()));
    if (!CertificateNames.show(chain[0], names)) {
      throw new CertificateException(
          "the certificate is for " + CertificateNames.of(chain[0]) + " and not for " + names);
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
