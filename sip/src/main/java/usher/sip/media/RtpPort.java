package usher.sip.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import usher.sip.sdp.NegotiatedAudio;

/**
 * A leg as the call loop has it: knows who is joined with whom, and sends each wish to the media
 * thread as a task. Tasks of one port are done in order.
 */
final class RtpPort implements MediaPort {
  private final RtpLeg leg;
  private final InetSocketAddress address;
  private @Nullable RtpPort peer;
  private boolean closed;

  RtpPort(RtpLeg leg, InetAddress advertised) {
    this.leg = leg;
    this.address = new InetSocketAddress(advertised, leg.port());
  }

  MediaThread thread() {
    return leg.thread();
  }

  @Override
  public InetSocketAddress rtpAddress() {
    return address;
  }

  @Override
  public void remote(NegotiatedAudio audio) {
    tell(() -> leg.remote(audio, System.nanoTime()));
  }

  @Override
  public void join(MediaPort other) {
    var port = (RtpPort) other;
    if (closed || port.closed || port == this || port == peer) {
      return;
    }
    unjoin();
    port.unjoin();
    hear(port);
    port.hear(this);
  }

  private void hear(RtpPort port) {
    peer = port;
    tell(() -> leg.join(port.leg));
  }

  @Override
  public void unjoin() {
    if (peer != null) {
      peer.part();
      part();
    }
  }

  private void part() {
    peer = null;
    tell(leg::unjoin);
  }

  @Override
  public void play(AudioClip clip, boolean loop) {
    unjoin();
    tell(() -> leg.play(clip, loop));
  }

  @Override
  public void stopPlaying() {
    tell(leg::stopPlaying);
  }

  @Override
  public void close() {
    if (!closed) {
      unjoin();
      tell(leg::close);
      closed = true;
      leg.thread().closing();
    }
  }

  @Override
  public MediaStatistics statistics() {
    return leg.counters().snapshot();
  }

  private void tell(Runnable wish) {
    if (!closed) {
      leg.thread().execute(wish);
    }
  }
}
