package usher.sip.registrar;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Digest credentials as they stand in an Authorization header field (RFC 7616 3.4), complete and
 * with {@code qop=auth}.
 *
 * @param uri exactly as written; in SIP it need not be the Request-URI (RFC 3261 22.4)
 * @param countText the nc as written, which is hashed
 * @param response in lower case
 */
record DigestCredentials(
    String user,
    String realm,
    String nonce,
    String uri,
    DigestAlgorithm algorithm,
    String countText,
    String clientNonce,
    String response) {

  private static final int COUNT_DIGITS = 8;

  /** Null where it is another scheme, an unknown algorithm, another qop, or incomplete. */
  static @Nullable DigestCredentials parse(String header) {
    DigestFields fields = DigestFields.parse(header);
    DigestAlgorithm algorithm = fields == null ? null : DigestAlgorithm.of(fields.get("algorithm"));
    if (fields == null || algorithm == null || !"auth".equalsIgnoreCase(fields.get("qop"))) {
      return null;
    }
    String count = fields.get("nc");
    return count != null && isCount(count) ? complete(fields, algorithm, count) : null;
  }

  private static boolean isCount(String text) {
    return text.length() == COUNT_DIGITS
        && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
  }

  private static @Nullable DigestCredentials complete(
      DigestFields fields, DigestAlgorithm algorithm, String count) {
    String user = fields.get("username");
    String realm = fields.get("realm");
    String nonce = fields.get("nonce");
    String uri = fields.get("uri");
    String clientNonce = fields.get("cnonce");
    String response = fields.get("response");
    if (user == null
        || realm == null
        || nonce == null
        || uri == null
        || clientNonce == null
        || response == null) {
      return null;
    }
    String lower = response.toLowerCase(Locale.ROOT);
    return new DigestCredentials(user, realm, nonce, uri, algorithm, count, clientNonce, lower);
  }

  /** How often the nonce has been used, this time included, as the client says. */
  long count() {
    return Long.parseLong(countText, 16);
  }

  /** What the response has to be for who knows this HA1 (RFC 7616 3.4.1). */
  String expectedResponse(String ha1, String method) {
    return algorithm.response(ha1, method, uri, nonce, countText, clientNonce);
  }
}
