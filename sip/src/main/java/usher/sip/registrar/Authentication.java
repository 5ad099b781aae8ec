package usher.sip.registrar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link DigestAuth} says about a request. */
public sealed interface Authentication {
  /** This user sent it. */
  record Authenticated(String user) implements Authentication {}

  /**
   * Nobody has proved anything.
   *
   * @param user who it says it comes from, null where it does not say
   * @param challenges values for WWW-Authenticate header fields, in the order of our preference
   */
  record Unproved(Why why, @Nullable String user, List<String> challenges)
      implements Authentication {}

  /** Why a request is asked for credentials. */
  enum Why {
    /** It has none for our realm that we could check: the usual first request. */
    NO_CREDENTIALS,
    /** The password was right, the nonce old or used before. */
    STALE,
    /** Unknown user or wrong password. */
    WRONG,
    /** The same once too often: from now on it is {@link #BARRED}, for a while. */
    WRONG_TOO_OFTEN,
    /** Too many wrong ones before; nobody looked at this one. There are no challenges. */
    BARRED
  }
}
