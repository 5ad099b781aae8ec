package usher.sip.media;

import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import usher.sip.sdp.NegotiatedAudio;

/** A port of the {@link SimulatedMediaPlane}. Belongs to one thread. */
public final class SimulatedMediaPort implements MediaPort {
  private final SimulatedMediaPlane plane;
  private final InetSocketAddress address;
  private final MediaListener listener;
  private @Nullable NegotiatedAudio remote;
  private @Nullable SimulatedMediaPort peer;
  private @Nullable AudioClip playing;
  private boolean looping;
  private boolean started;
  private boolean closed;

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
    return peer;
  }

  /** The clip being played; null when there is none. */
  public @Nullable AudioClip playing() {
    return playing;
  }

  /** Whether the port has been closed. */
  public boolean closed() {
    return closed;
  }

  /** Whether what {@code other}'s far end says is heard by this port's far end. */
  public boolean hears(SimulatedMediaPort other) {
    return peer == other
        && remote != null
        && remote.direction().sends()
        && other.remote != null
        && other.remote.direction().receives();
  }

  // What the simulation makes happen.

  /** The far end's first packet comes; later ones change nothing. */
  public void startMedia() {
    if (!started && !closed && remote != null) {
      started = true;
      listener.mediaStarted();
    }
  }

  /** The far end presses a key. */
  public void press(char digit) {
    if (!closed) {
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

  @Override
  public void remote(NegotiatedAudio audio) {
    if (!closed) {
      remote = audio;
    }
  }

  @Override
  public void join(MediaPort other) {
    var port = (SimulatedMediaPort) other;
    if (closed || port.closed || port == this || port == peer) {
      return;
    }
    unjoin();
    port.unjoin();
    hear(port);
    port.hear(this);
  }

  private void hear(SimulatedMediaPort port) {
    playing = null;
    peer = port;
  }

  @Override
  public void unjoin() {
    if (peer != null) {
      peer.peer = null;
      peer = null;
    }
  }

  @Override
  public void play(AudioClip clip, boolean loop) {
    if (!closed) {
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
  public void close() {
    if (!closed) {
      unjoin();
      stopPlaying();
      closed = true;
      plane.closed(this);
    }
  }

  /** Nothing is ever sent or received. */
  @Override
  public MediaStatistics statistics() {
    return new MediaStatistics(0, 0, 0, 0, Map.of(), 0);
  }
}
