package usher.sip.media.secure;

import io.netty.buffer.ByteBuf;
import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import usher.sip.sdp.SrtpKey;

/** Protects the packets of the one stream that we send with a key (RFC 3711). */
public final class SrtpSender {
  private final Scratch scratch = new Scratch();
  private final SrtpKey key;
  private final SrtpCryptoContext packets;
  private final SrtcpCryptoContext reports;

  /**
   * Begins a stream.
   *
   * @param ssrc which every packet and report of it has
   */
  public SrtpSender(SrtpKey key, int ssrc) {
    this.key = key;
    try {
      var factory = SrtpPolicies.factory(/* sender= */ true, key);
      packets = factory.deriveContext(ssrc, 0);
      reports = factory.deriveControlContext(ssrc);
      factory.close();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot encipher SRTP", e);
    }
  }

  public SrtpKey key() {
    return key;
  }

  /** Protects an RTP packet in its buffer, which grows. False when it cannot be. */
  public boolean protect(ByteBuf packet) {
    return transform(packet, packets::transformPacket);
  }

  /** Protects a compound of RTCP in its buffer, which grows. False when it cannot be. */
  public boolean protectReport(ByteBuf packet) {
    return transform(packet, reports::transformPacket);
  }

  private interface Transform {
    SrtpErrorStatus of(Scratch packet) throws GeneralSecurityException;
  }

  private boolean transform(ByteBuf packet, Transform transform) {
    if (!Scratch.fits(packet)) {
      return false;
    }
    scratch.load(packet);
    try {
      if (transform.of(scratch) != SrtpErrorStatus.OK) {
        return false;
      }
    } catch (GeneralSecurityException e) {
      return false;
    }
    scratch.store(packet);
    return true;
  }
}
