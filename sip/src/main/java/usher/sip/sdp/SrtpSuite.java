package usher.sip.sdp;

import org.jspecify.annotations.Nullable;

/** How packets are enciphered and signed; named as RFC 4568 and RFC 7714 name them. */
public enum SrtpSuite {
  AES_CM_128_HMAC_SHA1_80(14),
  AES_CM_128_HMAC_SHA1_32(14),
  AEAD_AES_128_GCM(12);

  /** Octets of each one's master key. */
  public static final int KEY_LENGTH = 16;

  private final int saltLength;

  SrtpSuite(int saltLength) {
    this.saltLength = saltLength;
  }

  /** Octets of the master salt. */
  public int saltLength() {
    return saltLength;
  }

  /** Null for one that is not spoken here. */
  static @Nullable SrtpSuite named(String name) {
    for (var suite : values()) {
      if (suite.name().equalsIgnoreCase(name)) {
        return suite;
      }
    }
    return null;
  }
}
