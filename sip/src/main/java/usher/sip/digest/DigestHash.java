package usher.sip.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The hashes of digest authentication (RFC 8760 2), the better one first. */
enum DigestHash {
  SHA_512_256("SHA-512-256", "SHA-512/256"),
  SHA_256("SHA-256", "SHA-256"),
  MD5("MD5", "MD5");

  private static final String SESSION = "-sess";

  private final String token;
  private final String platformName;

  DigestHash(String token, String platformName) {
    this.token = token;
    this.platformName = platformName;
  }

  /**
   * The one of this {@code algorithm} parameter, with or without {@code -sess}; null where it is
   * unknown. RFC 7616 3.3: "If this parameter is not present, it is assumed to be MD5".
   */
  static @Nullable DigestHash of(@Nullable String parameter) {
    if (parameter == null) {
      return MD5;
    }
    String base = isSession(parameter) ? withoutSession(parameter) : parameter;
    for (DigestHash algorithm : values()) {
      if (algorithm.token.equalsIgnoreCase(base)) {
        return algorithm;
      }
    }
    return null;
  }

  static boolean isSession(@Nullable String parameter) {
    return parameter != null && parameter.toLowerCase(Locale.ROOT).endsWith(SESSION);
  }

  private static String withoutSession(String parameter) {
    return parameter.substring(0, parameter.length() - SESSION.length());
  }

  MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance(platformName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + platformName, e);
    }
  }
}
