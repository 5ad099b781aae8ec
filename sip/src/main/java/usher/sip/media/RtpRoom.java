package usher.sip.media;

/** A mixer as the call loop has it; sound is mixed on one media thread, by what this leads to. */
final class RtpRoom extends MixerRoom {
  private final RtpMixer mixer;

  RtpRoom(MediaThread thread) {
    mixer = new RtpMixer(thread);
  }

  RtpMixer mixer() {
    return mixer;
  }
}
