package usher.sip.media.secure;

import io.netty.buffer.ByteBuf;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import usher.sip.sdp.SrtpKey;

/**
 * Opens what the far end protected with a key: checks the tag, refuses what was there before, and
 * deciphers. Each source (SSRC) that has proved itself has a context of its own, so a far end may
 * begin a new stream in mid-call.
 */
public final class SrtpReceiver {
  /** More sources than a phone has in a call; the one longest silent makes room. */
  private static final int MAX_SOURCES = 16;

  /** Header and the shortest tag. */
  private static final int SHORTEST = 12 + 4;

  /** Header, index and tag of an SRTCP packet. */
  private static final int SHORTEST_REPORT = 8 + 4 + 10;

  private static final int SSRC = 8;
  private static final int REPORT_SSRC = 4;

  private final Scratch scratch = new Scratch();
  private final SrtpKey key;
  private final SrtpContextFactory factory;
  private final Map<Integer, SrtpCryptoContext> packets = new Sources<>();
  private final Map<Integer, SrtcpCryptoContext> reports = new Sources<>();

  private static final class Sources<C> extends LinkedHashMap<Integer, C> {
    private static final long serialVersionUID = 1L;

    Sources() {
      super(4, 0.75f, /* accessOrder= */ true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, C> eldest) {
      return size() > MAX_SOURCES;
    }
  }

  /** Knows no source yet. */
  public SrtpReceiver(SrtpKey key) {
    this.key = key;
    factory = SrtpPolicies.factory(/* sender= */ false, key);
  }

  public SrtpKey key() {
    return key;
  }

  /** Opens an RTP packet in its buffer. False where it is not the far end's, or not new. */
  public boolean unprotect(ByteBuf packet) {
    if (packet.readableBytes() < SHORTEST || !Scratch.fits(packet)) {
      return false;
    }
    int ssrc = packet.getInt(packet.readerIndex() + SSRC);
    scratch.load(packet);
    try {
      var known = packets.get(ssrc);
      var context = known == null ? factory.deriveContext(ssrc, 0) : known;
      if (context.reverseTransformPacket(scratch, false) != SrtpErrorStatus.OK) {
        return false;
      }
      if (known == null) {
        packets.put(ssrc, context);
      }
    } catch (GeneralSecurityException e) {
      return false;
    }
    scratch.store(packet);
    return true;
  }

  /** Opens a compound of RTCP in its buffer. False where it is not the far end's, or not new. */
  public boolean unprotectReport(ByteBuf packet) {
    if (packet.readableBytes() < SHORTEST_REPORT || !Scratch.fits(packet)) {
      return false;
    }
    int ssrc = packet.getInt(packet.readerIndex() + REPORT_SSRC);
    scratch.load(packet);
    try {
      var known = reports.get(ssrc);
      var context = known == null ? factory.deriveControlContext(ssrc) : known;
      if (context.reverseTransformPacket(scratch) != SrtpErrorStatus.OK) {
        return false;
      }
      if (known == null) {
        reports.put(ssrc, context);
      }
    } catch (GeneralSecurityException e) {
      return false;
    }
    scratch.store(packet);
    return true;
  }
}
