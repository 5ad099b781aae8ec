package usher.sip.digest;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sip.header.WWWAuthenticateHeader;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipResponse;

/**
 * One challenge of a server (RFC 7616 3.3).
 *
 * @param proxy whether a proxy asks (407) and not the server itself (401)
 * @param algorithmName as the server wrote it, to be repeated; null where it wrote none
 * @param protection {@code auth} or {@code auth-int}; null for a server of RFC 2069
 * @param stale the credentials were right but for their nonce
 * @param hashedUser the user name goes hashed ({@code userhash=true})
 */
record DigestChallenge(
    boolean proxy,
    String realm,
    String nonce,
    @Nullable String opaque,
    DigestHash algorithm,
    @Nullable String algorithmName,
    @Nullable String protection,
    boolean stale,
    boolean hashedUser) {

  /** The best challenge in this 401 or 407 that we can answer, of these realms. */
  static Optional<DigestChallenge> bestIn(SipResponse response, Predicate<String> realms) {
    boolean proxy = response.status() == 407;
    Header header = proxy ? Header.PROXY_AUTHENTICATE : Header.WWW_AUTHENTICATE;
    return headers(response, header).stream()
        .map(each -> of(each, proxy))
        .flatMap(Optional::stream)
        .filter(each -> realms.test(each.realm()))
        // RFC 8760 2.4: "the topmost header field that it supports" is the server's preference, but
        // a server that lists MD5 first must not make us weaker than both are.
        .min(Comparator.comparing(DigestChallenge::algorithm));
  }

  private static List<WWWAuthenticateHeader> headers(SipResponse response, Header header) {
    try {
      return response.typed(header, WWWAuthenticateHeader.class);
    } catch (MalformedMessageException e) {
      return List.of();
    }
  }

  private static Optional<DigestChallenge> of(WWWAuthenticateHeader header, boolean proxy) {
    DigestHash algorithm = DigestHash.of(header.getAlgorithm());
    String qop = header.getQop();
    String protection = protection(qop);
    boolean usable =
        "Digest".equalsIgnoreCase(header.getScheme())
            && header.getRealm() != null
            && header.getNonce() != null
            && (qop == null || protection != null);
    if (!usable || algorithm == null) {
      return Optional.empty();
    }
    return Optional.of(
        new DigestChallenge(
            proxy,
            header.getRealm(),
            header.getNonce(),
            header.getOpaque(),
            algorithm,
            header.getAlgorithm(),
            protection,
            header.isStale(),
            "true".equalsIgnoreCase(header.getParameter("userhash"))));
  }

  /** Of a list such as {@code auth,auth-int} the first that we know; plain auth is enough. */
  private static @Nullable String protection(@Nullable String qop) {
    if (qop == null) {
      return null;
    }
    List<String> offered =
        Arrays.stream(qop.toLowerCase(Locale.ROOT).split(",")).map(String::strip).toList();
    return offered.contains("auth") ? "auth" : offered.contains("auth-int") ? "auth-int" : null;
  }
}
