package usher.sip.netty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads PEM files (RFC 7468). What is wrong with one is said in an IOException whose message begins
 * with its name.
 */
final class CertificateFile {
  /** A chain or a list of authorities is a few kilobytes; the largest bundles are some hundreds. */
  private static final int MAX_BYTES = 4 << 20;

  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  /** What a key signs to show that it belongs to a certificate. */
  private static final byte[] PROOF = "usher".getBytes(StandardCharsets.US_ASCII);

  private CertificateFile() {}

  static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw wrong(file, "cannot be read");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw wrong(file, "is too large for a certificate");
    }
    return Files.readAllBytes(file);
  }

  /** All certificates of a file, at least one. */
  static List<X509Certificate> certificates(Path file, byte[] pem) throws IOException {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      Matcher found = CERTIFICATE.matcher(text(pem));
      List<X509Certificate> all = new ArrayList<>();
      while (found.find()) {
        byte[] one = found.group().getBytes(StandardCharsets.US_ASCII);
        all.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(one)));
      }
      if (all.isEmpty()) {
        throw wrong(file, "has no certificate (PEM: -----BEGIN CERTIFICATE-----)");
      }
      return all;
    } catch (CertificateException e) {
      throw wrong(file, "has a certificate that cannot be read");
    }
  }

  /** The key of a file, which must be that of the certificate. */
  static PrivateKey key(Path file, byte[] pem, X509Certificate certificate) throws IOException {
    Matcher found = KEY.matcher(text(pem));
    if (!found.find()) {
      throw wrong(
          file,
          "has no private key as PKCS #8 without a password (-----BEGIN PRIVATE KEY-----);"
              + " openssl pkcs8 -topk8 -nocrypt makes one of other kinds");
    }
    PublicKey known = certificate.getPublicKey();
    try {
      byte[] der = Base64.getMimeDecoder().decode(found.group(1));
      PrivateKey key =
          KeyFactory.getInstance(known.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(der));
      if (belong(key, known)) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // the key of another algorithm, or no key at all: not of this certificate either way
    }
    throw wrong(file, "is not the key of the certificate");
  }

  private static boolean belong(PrivateKey key, PublicKey known) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm(known));
    signature.initSign(key);
    signature.update(PROOF);
    byte[] signed = signature.sign();
    signature.initVerify(known);
    signature.update(PROOF);
    return signature.verify(signed);
  }

  private static String algorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  private static String text(byte[] pem) {
    return new String(pem, StandardCharsets.ISO_8859_1);
  }

  private static IOException wrong(Path file, String what) {
    return new IOException(file + ": " + what);
  }
}
