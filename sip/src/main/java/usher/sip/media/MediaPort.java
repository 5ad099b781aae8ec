package usher.sip.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import usher.sip.sdp.MediaSecrets;
import usher.sip.sdp.NegotiatedAudio;

/**
 * One leg's end of the media: an RTP port and, on the next number, its RTCP port. Called by the
 * call loop alone. No call waits; each takes effect, in order, before the next audio frame. After
 * {@link #close} all others do nothing.
 */
public interface MediaPort {

  /** Where the leg's far end has to send RTP, for our session description. RTCP is one higher. */
  InetSocketAddress rtpAddress();

  /**
   * What the port can protect packets with, for our session description; the same every time. Null
   * where it can speak open RTP alone.
   */
  default @Nullable MediaSecrets secrets() {
    return null;
  }

  /**
   * Says where the far end speaks SIP from, before {@link #remote}. A phone behind a NAT announces
   * an address that only its own network knows; its packets are taken from this host then.
   */
  default void speaksFrom(InetAddress host) {}

  /**
   * Says who the far end is and what was agreed with it; again after each re-INVITE. Packets are
   * accepted from where it announced that it receives. When they come from another port of the same
   * host (a NAT), that source is taken instead, if it appears within 3 s of this call and the
   * announced one stays silent; one that announced a private address is known by {@link
   * #speaksFrom}, too. Where connectivity checks or keys were agreed on, these say who it is.
   */
  void remote(NegotiatedAudio audio);

  /**
   * From now each hears the other. Ends what either was playing, and any join of theirs, or part in
   * a mixer, before.
   */
  void join(MediaPort peer);

  /** Parts it from its peer, if any, and both hear nothing then; or takes it out of its mixer. */
  void unjoin();

  /**
   * Plays to the far end, from the clip's beginning, instead of what was playing before. Parts the
   * port from its peer, or takes it out of its mixer.
   *
   * @param loop whether it begins again at its end, without end; else {@link
   *     MediaListener#playEnded} is called
   */
  void play(AudioClip clip, boolean loop);

  /** Ends playing; the far end hears nothing then. */
  void stopPlaying();

  /**
   * True once a handshake that was to protect the audio has failed: nothing will ever be heard, as
   * it is not sent open instead. A moment behind; after {@link #remote} a new one may be tried.
   */
  default boolean isUnprotectable() {
    return false;
  }

  /** Gives the port pair back. More than once is the same as once. */
  void close();

  /** Figures as of now, a moment behind; also after {@link #close}. */
  MediaStatistics statistics();
}
