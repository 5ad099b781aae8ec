package usher.softphone.loop;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import usher.sip.media.AudioClip;
import usher.sip.media.AudioMixer;
import usher.sip.media.MediaListener;
import usher.sip.media.MediaPlane;
import usher.sip.media.MediaPort;
import usher.sip.media.MediaStatistics;
import usher.sip.media.PoolStatistics;
import usher.sip.sdp.NegotiatedAudio;

/**
 * Media for phones that only signal: all calls name the same pair of ports, which are open, so that
 * nobody who sends there hears "unreachable", and which nobody reads, so that it costs nothing.
 */
public final class DeafMediaPlane implements MediaPlane {
  private static final int ATTEMPTS_MAX = 64;

  private final DatagramSocket rtp;
  private final DatagramSocket rtcp;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();

  private DeafMediaPlane(DatagramSocket rtp, DatagramSocket rtcp) {
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  /**
   * Binds an even port and the one above it.
   *
   * @throws IOException where no such pair is free
   */
  public static DeafMediaPlane bind(InetAddress address) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      DatagramSocket first = new DatagramSocket(0, address);
      int port = first.getLocalPort();
      DatagramSocket second = port % 2 == 0 ? bindOrNull(address, port + 1) : null;
      if (second != null) {
        return new DeafMediaPlane(first, second);
      }
      first.close();
    }
    throw new IOException("no pair of ports for RTP is free on " + address.getHostAddress());
  }

  private static @Nullable DatagramSocket bindOrNull(InetAddress address, int port) {
    try {
      return new DatagramSocket(port, address);
    } catch (SocketException e) {
      return null;
    }
  }

  @Override
  public MediaPort open(MediaListener listener, @Nullable MediaPort near) {
    open.incrementAndGet();
    opened.incrementAndGet();
    return new Port();
  }

  @Override
  public AudioMixer mixer(MediaPort near) {
    return new Mixer();
  }

  /** Nobody is heard in it. */
  private static final class Mixer implements AudioMixer {
    @Override
    public boolean add(MediaPort port) {
      return true;
    }

    @Override
    public void close() {}
  }

  @Override
  public PoolStatistics statistics() {
    return new PoolStatistics(1, open.get(), opened.get(), 0, 0);
  }

  @Override
  public void close() {
    rtp.close();
    rtcp.close();
  }

  private final class Port implements MediaPort {
    private boolean closed;

    @Override
    public InetSocketAddress rtpAddress() {
      return (InetSocketAddress) rtp.getLocalSocketAddress();
    }

    @Override
    public void remote(NegotiatedAudio audio) {}

    @Override
    public void join(MediaPort peer) {}

    @Override
    public void unjoin() {}

    @Override
    public void play(AudioClip clip, boolean loop) {}

    @Override
    public void stopPlaying() {}

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
      }
    }

    @Override
    public MediaStatistics statistics() {
      return MediaStatistics.NONE;
    }
  }
}
