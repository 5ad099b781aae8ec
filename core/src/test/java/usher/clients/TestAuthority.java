package usher.clients;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority that lives as long as a test. */
public final class TestAuthority {
  private static final Duration LIFE = Duration.ofDays(30);

  private final X509Bundle authority;

  /** A fresh one. */
  public TestAuthority() {
    this(LIFE);
  }

  /** One whose certificates, and it itself, are valid for so long. */
  public TestAuthority(Duration life) {
    this.authority = build(life);
  }

  private static X509Bundle build(Duration life) {
    try {
      return new CertificateBuilder()
          .subject("CN=authority of a test")
          .notAfter(Instant.now().plus(life))
          .setIsCertificateAuthority(true)
          .buildSelfSigned();
    } catch (Exception e) {
      throw new AssertionError("no certificate", e);
    }
  }

  /**
   * Issues a certificate for an address and writes {@code chain.pem}, {@code key.pem} and the
   * authority's own, {@code authority.pem}, into the directory.
   */
  public X509Certificate issue(String address, Path directory) {
    try {
      X509Bundle issued =
          new CertificateBuilder()
              .subject("CN=" + address)
              .addSanIpAddress(address)
              .notAfter(authority.getCertificate().getNotAfter().toInstant())
              .buildIssuedBy(authority);
      Files.writeString(directory.resolve("chain.pem"), issued.getCertificatePathPEM());
      Files.writeString(directory.resolve("key.pem"), issued.getPrivateKeyPEM());
      Files.writeString(directory.resolve("authority.pem"), authority.getCertificatePEM());
      return issued.getCertificate();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new AssertionError("no certificate", e);
    }
  }

  /** Its own certificate. */
  public X509Certificate certificate() {
    return authority.getCertificate();
  }

  /** What a client needs that trusts this authority and no other. */
  public SSLContext client() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("authority", authority.getCertificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError("no TLS", e);
    }
  }
}
