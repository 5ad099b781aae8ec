package usher.sip.media;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import usher.sip.media.secure.DtlsIdentity;
import usher.sip.sdp.IceCredentials;
import usher.sip.sdp.MediaSecrets;
import usher.sip.sdp.SrtpKey;
import usher.sip.sdp.SrtpSuite;

/** Makes what each leg proves itself with. Called by the call loop alone. */
final class SecretMaker {
  /** RFC 8445 5.3 asks for 24 bits of fragment and 128 bits of password at least. */
  private static final int UFRAG_LENGTH = 8;

  private static final int PASSWORD_LENGTH = 24;
  private static final int MAX_KEY = 32;
  private static final String ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** The preferred first. */
  private static final List<SrtpSuite> SUITES =
      List.of(SrtpSuite.AES_CM_128_HMAC_SHA1_80, SrtpSuite.AES_CM_128_HMAC_SHA1_32);

  private final SecureRandom random = new SecureRandom();
  private final DtlsIdentity identity;

  SecretMaker(DtlsIdentity identity) {
    this.identity = identity;
  }

  MediaSecrets make() {
    // One draw: the call loop makes a leg's secrets in a microsecond or two.
    var bytes = new byte[UFRAG_LENGTH + PASSWORD_LENGTH + SUITES.size() * MAX_KEY];
    random.nextBytes(bytes);
    var drawn = ByteBuffer.wrap(bytes);
    var ice = new IceCredentials(text(drawn, UFRAG_LENGTH), text(drawn, PASSWORD_LENGTH));
    var keys = SUITES.stream().map(suite -> key(drawn, suite)).toList();
    return new MediaSecrets(ice, identity.fingerprint(), keys);
  }

  private static String text(ByteBuffer drawn, int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ICE_CHARS.charAt(drawn.get() & 0x3f));
    }
    return text.toString();
  }

  private static SrtpKey key(ByteBuffer drawn, SrtpSuite suite) {
    var material = new byte[SrtpKey.lengthOf(suite)];
    drawn.get(material);
    return new SrtpKey(suite, material);
  }
}
