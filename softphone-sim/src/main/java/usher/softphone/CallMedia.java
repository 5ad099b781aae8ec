package usher.softphone;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import usher.sip.media.AudioClip;
import usher.sip.media.MediaListener;
import usher.sip.media.MediaPlane;
import usher.sip.media.MediaPort;
import usher.sip.media.MediaStatistics;
import usher.sip.sdp.Codec;
import usher.sip.sdp.Direction;
import usher.sip.sdp.NegotiatedAudio;
import usher.sip.sdp.Negotiation;
import usher.sip.sdp.Negotiation.Agreed;
import usher.sip.sdp.OfferAnswer;
import usher.sip.sdp.SdpException;
import usher.sip.sdp.SessionDescription;

/** The audio of one call: a port, what was offered and answered, and the tone that is played. */
final class CallMedia {
  private final MediaPort port;
  private final OfferAnswer descriptions;
  private final @Nullable AudioClip tone;
  private boolean offerOpen;
  private boolean playing;

  private CallMedia(MediaPort port, long sessionId, @Nullable AudioClip tone) {
    this.port = port;
    this.descriptions = new OfferAnswer(sessionId, port.rtpAddress());
    this.tone = tone;
  }

  /** Takes a port; null where there is none left. */
  static @Nullable CallMedia open(
      MediaPlane plane, MediaListener listener, long sessionId, @Nullable AudioClip tone) {
    MediaPort port = plane.open(listener, null);
    return port == null ? null : new CallMedia(port, sessionId, tone);
  }

  byte[] offer(Direction direction) {
    offerOpen = true;
    return descriptions.offer(Codec.PCMU, direction).toBytes();
  }

  /** Our answer to this offer, null where it is not acceptable. */
  byte @Nullable [] answer(byte[] offer, Direction willing) {
    SessionDescription parsed = parse(offer);
    if (parsed == null || !(descriptions.answer(parsed, willing) instanceof Agreed agreed)) {
      return null;
    }
    offerOpen = false;
    agreed(agreed);
    return agreed.local().toBytes();
  }

  /** Takes the answer to our offer; false where nothing was agreed. */
  boolean answered(byte[] answer) {
    SessionDescription parsed = parse(answer);
    if (parsed == null || !offerOpen) {
      return parsed != null;
    }
    Negotiation negotiation = descriptions.answered(parsed);
    if (negotiation instanceof Agreed agreed) {
      agreed(agreed);
    }
    return negotiation instanceof Agreed;
  }

  /** The last offer was answered for good, or refused. */
  void closeOffer() {
    if (offerOpen) {
      offerOpen = false;
      descriptions.offerRefused();
    }
  }

  boolean hasOpenOffer() {
    return offerOpen;
  }

  /** What was agreed last, null before. */
  @Nullable NegotiatedAudio agreed() {
    return descriptions.agreed();
  }

  boolean isHeldByPeer() {
    NegotiatedAudio audio = agreed();
    return audio != null && audio.heldByRemote();
  }

  MediaStatistics statistics() {
    return port.statistics();
  }

  void close() {
    port.close();
  }

  private void agreed(Agreed agreed) {
    port.remote(agreed.audio());
    if (tone != null && !playing) {
      playing = true;
      port.play(Objects.requireNonNull(tone), true);
    }
  }

  private static @Nullable SessionDescription parse(byte[] body) {
    try {
      return SessionDescription.parse(body);
    } catch (SdpException e) {
      return null;
    }
  }
}
