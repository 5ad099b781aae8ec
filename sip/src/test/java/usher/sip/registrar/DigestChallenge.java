package usher.sip.registrar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Digest challenge, as a client sees it (RFC 7616 3.3, RFC 8760 2.4).
 *
 * @param opaque handed back as it is; null where there is none
 * @param stale true where only the nonce was too old, so the same password is worth another try
 */
public record DigestChallenge(
    String realm, String nonce, DigestAlgorithm algorithm, @Nullable String opaque, boolean stale) {

  /**
   * The first that we can answer; servers put the best one first.
   *
   * @param headers WWW-Authenticate values
   * @return null where there is none with an algorithm that we know and {@code qop=auth}
   */
  public static @Nullable DigestChallenge first(List<String> headers) {
    for (String header : headers) {
      DigestChallenge challenge = parse(header);
      if (challenge != null) {
        return challenge;
      }
    }
    return null;
  }

  private static @Nullable DigestChallenge parse(String header) {
    DigestFields fields = DigestFields.parse(header);
    DigestAlgorithm algorithm = fields == null ? null : DigestAlgorithm.of(fields.get("algorithm"));
    if (fields == null || algorithm == null || !offersAuth(fields.get("qop"))) {
      return null;
    }
    String realm = fields.get("realm");
    String nonce = fields.get("nonce");
    boolean stale = "true".equalsIgnoreCase(fields.get("stale"));
    return realm == null || nonce == null
        ? null
        : new DigestChallenge(realm, nonce, algorithm, fields.get("opaque"), stale);
  }

  private static boolean offersAuth(@Nullable String qop) {
    return qop != null && List.of(qop.replace(" ", "").split(",", -1)).contains("auth");
  }

  /**
   * The Authorization value that answers it.
   *
   * @param uri the Request-URI
   * @param count how often this nonce has been used, this time included, from 1
   * @param clientNonce a word that nobody can foretell
   */
  public String authorization(
      String user, String password, String method, String uri, int count, String clientNonce) {
    String nc = "%08x".formatted(count);
    String ha1 = algorithm.ha1(user, realm, password);
    String response = algorithm.response(ha1, method, uri, nonce, nc, clientNonce);
    return ("Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", algorithm=%s, "
            + "qop=auth, nc=%s, cnonce=\"%s\", response=\"%s\"%s")
        .formatted(
            quoted(user),
            quoted(realm),
            nonce,
            uri,
            algorithm.token(),
            nc,
            clientNonce,
            response,
            opaque == null ? "" : ", opaque=\"" + quoted(opaque) + '"');
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
