package usher.sip.media.secure;

import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jitsi.srtp.crypto.Aes;
import usher.sip.sdp.IceAgreement;
import usher.sip.sdp.IceCredentials;
import usher.sip.sdp.SrtpKey;
import usher.sip.sdp.SrtpSuite;

/**
 * Gets the libraries of this package ready, which read configurations and would compare ciphers for
 * seconds when first used: that is not to happen on a media thread. Any thread.
 */
public final class Libraries {
  /** They log by java.util.logging, and much. Kept here, as that holds its loggers weakly. */
  private static final List<Logger> TALKATIVE =
      List.of(
          Logger.getLogger("org.jitsi"),
          Logger.getLogger("org.ice4j"),
          Logger.getLogger("JitsiConfig"),
          Logger.getLogger(SrtpPolicies.LOGGER_NAME));

  /** The JDK's: in counter mode it was the fastest, and it is there everywhere. */
  private static final String CIPHERS = Aes.class.getName() + "$SunJCECipherFactory";

  private Libraries() {}

  /** Uses each once. */
  public static void prepare() {
    TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
    Aes.setFactoryClassName(CIPHERS);
    for (var suite : SrtpSuite.values()) {
      var key = new SrtpKey(suite, new byte[SrtpKey.lengthOf(suite)]);
      var packet = Unpooled.buffer().writeInt(0x80000001).writeLong(0).writeLong(0);
      new SrtpSender(key, 0).protect(packet);
      new SrtpReceiver(key).unprotect(packet);
    }
    var credentials = new IceCredentials("none", "nonenonenonenonenonenone");
    var nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    new IceResponder(new IceAgreement(credentials, credentials)).rehearse(nowhere);
  }
}
