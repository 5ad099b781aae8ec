package usher.sip.media.secure;

import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;
import usher.sip.sdp.SrtpKey;
import usher.sip.sdp.SrtpSuite;

/** The suites in the library's words. */
final class SrtpPolicies {
  static final String LOGGER_NAME = SrtpPolicies.class.getName();

  private static final Logger LOGGER = new LoggerImpl(LOGGER_NAME);

  /** RFC 3711 8.2: octets of the session key that signs. */
  private static final int SIGNING_KEY = 20;

  private static final int TAG_80_BITS = 10;
  private static final int TAG_32_BITS = 4;
  private static final int TAG_GCM = 16;

  private SrtpPolicies() {}

  static SrtpContextFactory factory(boolean sender, SrtpKey key) {
    return new SrtpContextFactory(
        sender, key.key(), key.salt(), packets(key.suite()), reports(key.suite()), LOGGER);
  }

  private static SrtpPolicy packets(SrtpSuite suite) {
    return switch (suite) {
      case AES_CM_128_HMAC_SHA1_80 -> counterMode(suite, TAG_80_BITS);
      case AES_CM_128_HMAC_SHA1_32 -> counterMode(suite, TAG_32_BITS);
      case AEAD_AES_128_GCM ->
          new SrtpPolicy(
              SrtpPolicy.AESGCM_ENCRYPTION,
              SrtpSuite.KEY_LENGTH,
              SrtpPolicy.NULL_AUTHENTICATION,
              0,
              TAG_GCM,
              suite.saltLength());
    };
  }

  /** RFC 4568 6.2.2: the short tag is for RTP alone. */
  private static SrtpPolicy reports(SrtpSuite suite) {
    return switch (suite) {
      case AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_32 -> counterMode(suite, TAG_80_BITS);
      case AEAD_AES_128_GCM -> packets(suite);
    };
  }

  private static SrtpPolicy counterMode(SrtpSuite suite, int tag) {
    return new SrtpPolicy(
        SrtpPolicy.AESCM_ENCRYPTION,
        SrtpSuite.KEY_LENGTH,
        SrtpPolicy.HMACSHA1_AUTHENTICATION,
        SIGNING_KEY,
        tag,
        suite.saltLength());
  }
}
