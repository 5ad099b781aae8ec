package usher.sip.registrar;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.registrar.Authentication.Authenticated;
import usher.sip.registrar.Authentication.Unproved;
import usher.sip.registrar.Authentication.Why;

/**
 * Digest authentication of requests (RFC 7616, with RFC 3261 22 and RFC 8760 for SIP): {@code
 * qop=auth} always, and of the algorithms that are allowed the better one is offered first. Whoever
 * asks gets the same challenge after the same work, whether the user exists or not; who guesses is
 * barred for a while. Pure, one thread.
 */
public final class DigestAuth {
  /** Octets of the key. */
  public static final int KEY_BYTES = 32;

  private static final String MD5_ONLY = "algorithm=" + DigestAlgorithm.MD5.token() + ",";

  /** baresip up to 2.x: its library ends at the first challenge that is not MD5. */
  private static final Pattern GIVES_UP_AT_SHA_256 = Pattern.compile("baresip v[012]\\.");

  private final String realm;
  private final Credentials credentials;
  private final Set<DigestAlgorithm> algorithms;
  private final Nonces nonces;
  private final Guesses guesses = new Guesses();

  /** Stands for the user that does not exist, so that asking for him takes as long. */
  private final String nobody;

  /**
   * Authenticates for one realm.
   *
   * @param key signs nonces; {@link #KEY_BYTES} bytes from a secure random source
   */
  public DigestAuth(String realm, Credentials credentials, byte[] key) {
    this(realm, credentials, key, EnumSet.allOf(DigestAlgorithm.class));
  }

  /**
   * Authenticates for one realm, with some algorithms only: phones that know MD5 alone may give up
   * at a challenge they do not understand, although RFC 8760 2.4 lets them take the next one.
   */
  public DigestAuth(
      String realm, Credentials credentials, byte[] key, Set<DigestAlgorithm> algorithms) {
    this(realm, credentials, key, algorithms, Nonces.MAX_USED);
  }

  DigestAuth(String realm, Credentials credentials, byte[] key, int maxNonces) {
    this(realm, credentials, key, EnumSet.allOf(DigestAlgorithm.class), maxNonces);
  }

  private DigestAuth(
      String realm,
      Credentials credentials,
      byte[] key,
      Set<DigestAlgorithm> algorithms,
      int maxNonces) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes, not " + key.length);
    }
    this.realm = realm;
    this.credentials = credentials;
    this.algorithms = EnumSet.copyOf(algorithms);
    this.nonces = new Nonces(key, maxNonces);
    this.nobody = DigestAlgorithm.SHA_256.hash(realm);
  }

  /** Who sent this request, which came from this address at this time. */
  public Authentication check(SipRequest request, InetAddress source, long nowNs) {
    Authentication result = checkCredentials(request, source, nowNs);
    return switch (result) {
      case Authenticated authenticated -> authenticated;
      case Unproved unproved -> understandable(unproved, request.header(Header.USER_AGENT));
    };
  }

  /**
   * RFC 8760 2.4 lets a client take the first challenge that it supports. Some give up at the first
   * that they do not, and could never register: to those only MD5 is offered, where it is allowed
   * at all, which is no less safe than to offer both.
   */
  private static Unproved understandable(Unproved unproved, @Nullable String userAgent) {
    List<String> md5 =
        unproved.challenges().stream().filter(challenge -> challenge.contains(MD5_ONLY)).toList();
    boolean gives = userAgent != null && GIVES_UP_AT_SHA_256.matcher(userAgent).lookingAt();
    return gives && !md5.isEmpty() ? new Unproved(unproved.why(), unproved.user(), md5) : unproved;
  }

  private Authentication checkCredentials(SipRequest request, InetAddress source, long nowNs) {
    for (String header : request.headers(Header.AUTHORIZATION)) {
      DigestCredentials given = DigestCredentials.parse(header);
      if (given != null && given.realm().equals(realm)) {
        return check(given, request.methodName(), source, nowNs);
      }
    }
    return unproved(Why.NO_CREDENTIALS, null, source, nowNs);
  }

  private Authentication check(
      DigestCredentials given, String method, InetAddress source, long nowNs) {
    if (guesses.isBarred(source, given.user(), nowNs)) {
      return new Unproved(Why.BARRED, given.user(), List.of());
    }
    boolean allowed = algorithms.contains(given.algorithm());
    String known = allowed ? credentials.ha1(given.user(), given.algorithm()) : null;
    String expected = given.expectedResponse(known == null ? nobody : known, method);
    boolean right = isEqual(expected, given.response()) && known != null;
    return right ? right(given, source, nowNs) : wrong(given, source, nowNs);
  }

  private Authentication right(DigestCredentials given, InetAddress source, long nowNs) {
    if (!nonces.use(given.nonce(), given.count(), source, nowNs)) {
      return unproved(Why.STALE, given.user(), source, nowNs);
    }
    guesses.right(source, given.user(), nowNs);
    return new Authenticated(given.user());
  }

  private Authentication wrong(DigestCredentials given, InetAddress source, long nowNs) {
    boolean tooOften =
        nonces.isGivenTo(source, given.nonce()) && guesses.wrong(source, given.user(), nowNs);
    return unproved(tooOften ? Why.WRONG_TOO_OFTEN : Why.WRONG, given.user(), source, nowNs);
  }

  /** In a time that does not tell how much of it was right. */
  private static boolean isEqual(String expected, String response) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), response.getBytes(StandardCharsets.UTF_8));
  }

  private Unproved unproved(Why why, @Nullable String user, InetAddress source, long nowNs) {
    String nonce = nonces.issue(source, nowNs);
    // RFC 7616 3.3: with stale "the client may wish to simply retry the request with a new
    // encrypted response, without reprompting the user".
    String stale = why == Why.STALE ? ", stale=true" : "";
    List<String> challenges = new ArrayList<>();
    for (DigestAlgorithm algorithm : algorithms) {
      challenges.add(
          "Digest realm=\"%s\", nonce=\"%s\", algorithm=%s, qop=\"auth\"%s"
              .formatted(realm, nonce, algorithm.token(), stale));
    }
    return new Unproved(why, user, challenges);
  }
}
