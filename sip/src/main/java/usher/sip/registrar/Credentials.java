package usher.sip.registrar;

import org.jspecify.annotations.Nullable;

/** Knows who may register. Called on the call loop; must not block. */
@FunctionalInterface
public interface Credentials {
  /**
   * What {@link DigestAlgorithm#ha1} made of the user's password in our realm. Null where there is
   * no such user, or where this user must not use this algorithm.
   */
  @Nullable String ha1(String user, DigestAlgorithm algorithm);
}
