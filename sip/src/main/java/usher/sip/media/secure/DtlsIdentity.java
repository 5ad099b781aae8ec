package usher.sip.media.secure;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import usher.sip.sdp.Fingerprint;

/**
 * The certificate of one run of the server: signed by itself, as its fingerprint in the session
 * description is what the far end believes (RFC 5763). Any thread.
 */
public final class DtlsIdentity {
  private static final String HASH = "sha-256";
  private static final Duration LIFETIME = Duration.ofDays(365);
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
  private static final int SERIAL_BITS = 64;

  private final JcaTlsCrypto crypto;
  private final KeyPair keys;
  private final Certificate chain;
  private final Fingerprint fingerprint;

  private DtlsIdentity(JcaTlsCrypto crypto, KeyPair keys, byte[] certificate)
      throws IOException, GeneralSecurityException {
    this.crypto = crypto;
    this.keys = keys;
    chain = new Certificate(new TlsCertificate[] {crypto.createCertificate(certificate)});
    fingerprint = Fingerprint.of(HASH, MessageDigest.getInstance(HASH).digest(certificate));
  }

  /** Makes a key pair and its certificate. */
  public static DtlsIdentity create() {
    var random = new SecureRandom();
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      var keys = generator.generateKeyPair();
      var crypto = new JcaTlsCryptoProvider().create(random);
      return new DtlsIdentity(crypto, keys, certificate(keys, random));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("this JVM cannot make a certificate", e);
    }
  }

  private static byte[] certificate(KeyPair keys, SecureRandom random)
      throws OperatorCreationException, IOException {
    var name = new X500Name("CN=usher");
    var now = Instant.now();
    return new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(CLOCKS_DIFFER)),
            Date.from(now.plus(LIFETIME)),
            name,
            keys.getPublic())
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
        .getEncoded();
  }

  /** What session descriptions say of it. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  JcaTlsCrypto crypto() {
    return crypto;
  }

  TlsCredentialedSigner signer(TlsContext context) {
    var algorithm =
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
    return new JcaDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context), crypto, keys.getPrivate(), chain, algorithm);
  }

  /** RFC 8122 6.2: a certificate that the description did not announce ends the handshake. */
  static void check(Certificate chain, Fingerprint announced) throws IOException {
    if (chain.isEmpty() || !matches(chain.getCertificateAt(0).getEncoded(), announced)) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }
  }

  private static boolean matches(byte[] certificate, Fingerprint announced) {
    try {
      var digest = MessageDigest.getInstance(announced.algorithm().toUpperCase(Locale.ROOT));
      return Fingerprint.of(announced.algorithm(), digest.digest(certificate)).equals(announced);
    } catch (GeneralSecurityException unknownHash) {
      return false;
    }
  }
}
