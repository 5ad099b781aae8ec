package usher.sip.netty;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Believes a client whose certificate comes from any of several sets of authorities. */
final class ClientTrust extends OneSidedTrust {
  private final List<X509ExtendedTrustManager> any;

  ClientTrust(List<X509ExtendedTrustManager> any) {
    this.any = List.copyOf(any);
  }

  /** Whether these authorities stand for this client. */
  static boolean isTrusted(X509ExtendedTrustManager authorities, X509Certificate[] chain) {
    try {
      authorities.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (any.stream().noneMatch(authorities -> isTrusted(authorities, chain))) {
      throw new CertificateException("no authority that is trusted stands for this client");
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return any.stream()
        .flatMap(authorities -> Stream.of(authorities.getAcceptedIssuers()))
        .distinct()
        .toArray(X509Certificate[]::new);
  }
}
