package usher.sip.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import usher.sip.sdp.Fingerprint;
import usher.sip.sdp.IceCredentials;
import usher.sip.sdp.MediaSecrets;
import usher.sip.sdp.NegotiatedAudio;
import usher.sip.sdp.SrtpKey;
import usher.sip.sdp.SrtpSuite;

/** A port of the {@link SimulatedMediaPlane}. Belongs to one thread. */
public final class SimulatedMediaPort extends PairablePort {
  private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
  private static final MediaSecrets SECRETS =
      new MediaSecrets(
          new IceCredentials("simu", "simulatedsimulatedsimu"),
          Fingerprint.of("sha-256", new byte[32]),
          List.of(new SrtpKey(SUITE, new byte[SrtpKey.lengthOf(SUITE)])));

  private final SimulatedMediaPlane plane;
  private final InetSocketAddress address;
  private final MediaListener listener;
  private @Nullable NegotiatedAudio remote;
  private @Nullable AudioClip playing;
  private boolean looping;
  private boolean started;
  private boolean unprotectable;
  private long keys;

  SimulatedMediaPort(SimulatedMediaPlane plane, InetSocketAddress address, MediaListener listener) {
    this.plane = plane;
    this.address = address;
    this.listener = listener;
  }

  // What the simulation sees.

  /** What was last said of the far end; null before. */
  public @Nullable NegotiatedAudio remote() {
    return remote;
  }

  /** The port it is joined with; null when it is not. */
  public @Nullable SimulatedMediaPort peer() {
    return (SimulatedMediaPort) paired();
  }

  /** The clip being played; null when there is none. */
  public @Nullable AudioClip playing() {
    return playing;
  }

  /** Whether the port has been closed. */
  public boolean closed() {
    return isClosed();
  }

  /** Whether what {@code other}'s far end says is heard by this port's far end. */
  public boolean hears(SimulatedMediaPort other) {
    MixerRoom room = room();
    boolean mixed = room != null && room.has(other) && other != this;
    return (paired() == other || mixed)
        && remote != null
        && remote.direction().sends()
        && other.remote != null
        && other.remote.direction().receives();
  }

  // What the simulation makes happen.

  /** The far end's first packet comes; later ones change nothing. */
  public void startMedia() {
    if (!started && !isClosed() && remote != null) {
      started = true;
      listener.mediaStarted();
    }
  }

  /** The handshake fails that was to protect the audio. */
  public void failHandshake() {
    unprotectable = true;
  }

  @Override
  public boolean isUnprotectable() {
    return unprotectable;
  }

  /** The far end presses a key. */
  public void press(char digit) {
    if (!isClosed()) {
      keys++;
      listener.digit(digit);
    }
  }

  /** What is being played comes to its end, unless it loops or nothing is. */
  public void finishPlaying() {
    if (playing != null && !looping) {
      playing = null;
      listener.playEnded();
    }
  }

  // What the call loop asks for.

  @Override
  public InetSocketAddress rtpAddress() {
    return address;
  }

  /** The same for every port: nobody is to be kept out of a simulation. */
  @Override
  public MediaSecrets secrets() {
    return SECRETS;
  }

  @Override
  public void remote(NegotiatedAudio audio) {
    if (!isClosed()) {
      remote = audio;
    }
  }

  @Override
  void paired(PairablePort other) {
    playing = null;
  }

  @Override
  void entered(MixerRoom room) {
    playing = null;
  }

  @Override
  void parted() {}

  @Override
  public void play(AudioClip clip, boolean loop) {
    if (!isClosed()) {
      unjoin();
      playing = clip;
      looping = loop;
    }
  }

  @Override
  public void stopPlaying() {
    playing = null;
  }

  @Override
  void released() {
    playing = null;
    plane.closed(this);
  }

  /** Nothing is ever sent or received but keys. */
  @Override
  public MediaStatistics statistics() {
    return new MediaStatistics(0, 0, 0, 0, Map.of(), 0, keys, MediaQuality.NONE);
  }
}
