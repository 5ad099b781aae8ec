package usher.sip.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import usher.sip.sdp.MediaSecrets;
import usher.sip.sdp.NegotiatedAudio;

/**
 * A leg as the call loop has it: sends each wish to the media thread as a task. Tasks of one port
 * are done in order.
 */
final class RtpPort extends PairablePort {
  private final RtpLeg leg;
  private final InetSocketAddress address;
  private final MediaSecrets secrets;

  RtpPort(RtpLeg leg, InetAddress advertised, MediaSecrets secrets) {
    this.leg = leg;
    this.address = new InetSocketAddress(advertised, leg.port());
    this.secrets = secrets;
  }

  MediaThread thread() {
    return leg.thread();
  }

  @Override
  public InetSocketAddress rtpAddress() {
    return address;
  }

  @Override
  public MediaSecrets secrets() {
    return secrets;
  }

  @Override
  public void speaksFrom(InetAddress host) {
    tell(() -> leg.speaksFrom(host));
  }

  @Override
  public void remote(NegotiatedAudio audio) {
    tell(() -> leg.remote(audio, System.nanoTime()));
  }

  @Override
  public boolean isUnprotectable() {
    return leg.isUnprotectable();
  }

  @Override
  void paired(PairablePort other) {
    var peer = ((RtpPort) other).leg;
    tell(() -> leg.join(peer));
  }

  @Override
  void entered(MixerRoom room) {
    var mixer = ((RtpRoom) room).mixer();
    tell(() -> leg.enter(mixer));
  }

  @Override
  void parted() {
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
  void released() {
    thread().closing();
    thread().execute(leg::close);
  }

  @Override
  public MediaStatistics statistics() {
    return leg.counters().snapshot();
  }

  private void tell(Runnable wish) {
    if (!isClosed()) {
      thread().execute(wish);
    }
  }
}
