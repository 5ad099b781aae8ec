package usher.sip.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.dialog.Proof;
import usher.sip.message.SipResponse;

/**
 * The side that proves itself in digest authentication (RFC 7616, RFC 8760). It keeps the last
 * challenge, so that later requests have their credentials at once, each with the next nonce count.
 * One thread.
 */
public final class DigestClient implements Proof {
  private final String user;
  private final String password;
  private final Supplier<String> clientNonces;
  private final Predicate<String> realms;
  private @Nullable DigestChallenge challenge;
  private int nonceCount;
  private String clientNonce = "";
  private boolean accepted;

  /**
   * Knows no challenge yet.
   *
   * @param clientNonces gives a new unguessable word each time
   */
  public DigestClient(String user, String password, Supplier<String> clientNonces) {
    this(user, password, clientNonces, _ -> true);
  }

  /**
   * One that proves itself in some realms only: who lures us into another one learns nothing that
   * could be used against the right one.
   *
   * @param realms whether challenges of this realm are answered
   */
  public DigestClient(
      String user, String password, Supplier<String> clientNonces, Predicate<String> realms) {
    this.user = user;
    this.password = password;
    this.clientNonces = clientNonces;
    this.realms = realms;
  }

  /**
   * {@inheritDoc}
   *
   * @return false where there is nothing in it that we could answer, or it answers credentials that
   *     were fresh, hence wrong (RFC 3261 22.1)
   */
  @Override
  public boolean challenged(SipResponse response, boolean answered) {
    Optional<DigestChallenge> best = DigestChallenge.bestIn(response, realms);
    boolean refused = answered && !accepted && best.map(each -> !each.stale()).orElse(true);
    if (best.isEmpty() || refused) {
      return false;
    }
    challenge = best.get();
    nonceCount = 0;
    clientNonce = clientNonces.get();
    accepted = false;
    return true;
  }

  @Override
  public void accepted() {
    accepted = challenge != null;
  }

  @Override
  public @Nullable HeaderLine credentials(String method, String uri, byte[] body) {
    DigestChallenge known = challenge;
    if (known == null) {
      return null;
    }
    nonceCount++;
    String name = known.proxy() ? "Proxy-Authorization" : "Authorization";
    return new HeaderLine(name, value(known, method, uri, body));
  }

  private String value(DigestChallenge known, String method, String uri, byte[] body) {
    String response = response(known, method, uri, body);
    StringBuilder value = new StringBuilder("Digest username=").append(quoted(name(known)));
    value.append(", realm=").append(quoted(known.realm()));
    value.append(", nonce=").append(quoted(known.nonce()));
    value.append(", uri=").append(quoted(uri));
    value.append(", response=\"").append(response).append('"');
    if (known.algorithmName() != null) {
      value.append(", algorithm=").append(known.algorithmName());
    }
    if (known.opaque() != null) {
      value.append(", opaque=").append(quoted(known.opaque()));
    }
    if (known.protection() != null) {
      value.append(", qop=").append(known.protection()).append(", nc=").append(count());
      value.append(", cnonce=").append(quoted(clientNonce));
    }
    return value.append(known.hashedUser() ? ", userhash=true" : "").toString();
  }

  /** RFC 7616 3.4.4: {@code userhash} "is the hash of username:realm". */
  private String name(DigestChallenge known) {
    return known.hashedUser() ? hash(known, user + ":" + known.realm()) : user;
  }

  /** RFC 7616 3.4.1. */
  private String response(DigestChallenge known, String method, String uri, byte[] body) {
    String a1 = hash(known, user + ":" + known.realm() + ":" + password);
    if (DigestHash.isSession(known.algorithmName())) {
      a1 = hash(known, a1 + ":" + known.nonce() + ":" + clientNonce);
    }
    String whole = "auth-int".equals(known.protection()) ? ":" + hash(known, body) : "";
    String a2 = hash(known, method + ":" + uri + whole);
    return known.protection() == null
        ? hash(known, a1 + ":" + known.nonce() + ":" + a2)
        : hash(known, a1 + ":" + known.nonce() + ":" + proof(known.protection()) + ":" + a2);
  }

  private String proof(@Nullable String protection) {
    return count() + ":" + clientNonce + ":" + protection;
  }

  private String count() {
    return HexFormat.of().toHexDigits(nonceCount);
  }

  private static String hash(DigestChallenge known, String text) {
    return hash(known, text.getBytes(UTF_8));
  }

  private static String hash(DigestChallenge known, byte[] bytes) {
    MessageDigest digest = known.algorithm().newDigest();
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  /** RFC 3261 25.1: a quoted string has backslashes before quotes and backslashes. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
