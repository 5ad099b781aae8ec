package usher.sip.registrar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Hash algorithms of Digest (RFC 8760 2), the better one first: challenges stand in this order. */
public enum DigestAlgorithm {
  SHA_256("SHA-256"),
  /** For phones that know nothing else. */
  MD5("MD5");

  private final String token;

  DigestAlgorithm(String token) {
    this.token = token;
  }

  /** As it is written in a challenge. */
  public String token() {
    return token;
  }

  /** The algorithm of this token; without one it is MD5 (RFC 7616 3.3). Null for others. */
  static @Nullable DigestAlgorithm of(@Nullable String token) {
    if (token == null) {
      return MD5;
    }
    for (DigestAlgorithm algorithm : values()) {
      if (algorithm.token.equalsIgnoreCase(token)) {
        return algorithm;
      }
    }
    return null;
  }

  /**
   * What is kept instead of a password (RFC 7616 3.4.2: A1, hashed). It opens only this realm, and
   * there it is as good as the password: a secret.
   */
  public String ha1(String user, String realm, String password) {
    return hash(user + ":" + realm + ":" + password);
  }

  /**
   * The response value for {@code qop=auth} (RFC 7616 3.4.1).
   *
   * @param count the nc as written
   */
  String response(
      String ha1, String method, String uri, String nonce, String count, String clientNonce) {
    String ha2 = hash(method + ":" + uri);
    return hash(String.join(":", ha1, nonce, count, clientNonce, "auth", ha2));
  }

  /** In lower-case hexadecimal digits. */
  String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance(token).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5 and SHA-256", e);
    }
  }
}
