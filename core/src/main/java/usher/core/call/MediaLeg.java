package usher.core.call;

import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.Dialog;
import usher.sip.media.AudioClip;
import usher.sip.media.AudioMixer;
import usher.sip.media.MediaPort;
import usher.sip.media.MediaStatistics;
import usher.sip.sdp.AudioStream;
import usher.sip.sdp.Codec;
import usher.sip.sdp.Direction;
import usher.sip.sdp.NegotiatedAudio;
import usher.sip.sdp.Negotiation;
import usher.sip.sdp.OfferAnswer;
import usher.sip.sdp.Profile;
import usher.sip.sdp.SdpException;
import usher.sip.sdp.SessionDescription;

/**
 * One leg whose audio ends at a port of ours: the port, and what was said about it in offers and
 * answers.
 */
final class MediaLeg {
  private final MediaPort port;
  private final OfferAnswer exchange;
  private @Nullable SessionDescription theirs;
  private @Nullable Dialog dialog;

  MediaLeg(MediaPort port, OfferAnswer exchange) {
    this.port = port;
    this.exchange = exchange;
  }

  MediaPort port() {
    return port;
  }

  /** Who is at the other end of this dialog is heard here. */
  void belongsTo(Dialog with) {
    dialog = with;
  }

  /** Null where nobody was ever to be heard. */
  @Nullable Dialog dialog() {
    return dialog;
  }

  OfferAnswer exchange() {
    return exchange;
  }

  /** Our first offer, the other leg's codec first. */
  byte[] offer(Profile wanted, @Nullable MediaLeg other) {
    return exchange.offer(wanted, preferred(other), Direction.SENDRECV).toBytes();
  }

  /** Our offer in a session that stands, the other leg's codec first. */
  byte[] offerAgain(@Nullable MediaLeg other) {
    return exchange.offer(preferred(other), Direction.SENDRECV).toBytes();
  }

  private static Codec preferred(@Nullable MediaLeg other) {
    NegotiatedAudio agreed = other == null ? null : other.exchange.agreed();
    return agreed == null ? Codec.PCMU : agreed.codec();
  }

  /** Our answer to this offer. */
  MediaPath.Description answer(SessionDescription offer) {
    theirs = offer;
    return switch (exchange.answer(offer, Direction.SENDRECV)) {
      case Negotiation.Agreed(SessionDescription local, NegotiatedAudio audio) -> {
        port.remote(audio);
        yield new MediaPath.Description.Ready(local.toBytes());
      }
      case Negotiation.NotAcceptable(String reason) ->
          new MediaPath.Description.Impossible(488, reason);
    };
  }

  /** What the far end said of itself last, null where nothing yet. */
  @Nullable SessionDescription theirs() {
    return theirs;
  }

  /** What we said of ourselves last. */
  byte[] said() {
    return Objects.requireNonNull(exchange.local()).toBytes();
  }

  /** Takes the answer to our offer; false where nothing in it can be used. */
  boolean answered(byte @Nullable [] answer) {
    SessionDescription description = parse(answer);
    if (description == null
        || !(exchange.answered(description) instanceof Negotiation.Agreed agreed)) {
      return false;
    }
    theirs = description;
    port.remote(agreed.audio());
    return true;
  }

  static @Nullable SessionDescription parse(byte @Nullable [] body) {
    try {
      return body == null ? null : SessionDescription.parse(body);
    } catch (SdpException e) {
      return null;
    }
  }

  /** True while the far end does not want to hear us. */
  boolean isHeldByFarEnd() {
    NegotiatedAudio agreed = exchange.agreed();
    return agreed != null && agreed.heldByRemote();
  }

  /** An address of the far end's family: ours. */
  InetAddress host() {
    return port.rtpAddress().getAddress();
  }

  /** Whether it speaks, or was offered, open RTP. */
  boolean isPlain() {
    SessionDescription local = exchange.local();
    AudioStream audio = local == null ? null : local.audio();
    return audio != null && audio.plain();
  }

  /** True where nothing can be heard here, and never will be. */
  boolean isBroken() {
    return port.isUnprotectable();
  }

  void play(AudioClip music) {
    port.play(music, true);
  }

  void silence() {
    port.stopPlaying();
    port.unjoin();
  }

  void join(MediaLeg peer) {
    port.join(peer.port);
  }

  void enter(AudioMixer mixer) {
    if (!mixer.add(port)) {
      throw new IllegalStateException("no room in the mixer");
    }
  }

  /** Whether the far end tells of its keys in its audio: it has done so. */
  boolean tellsKeys() {
    return port.statistics().keys() > 0;
  }

  /** Whether the far end is told of keys in its audio. */
  boolean takesKeys() {
    NegotiatedAudio agreed = exchange.agreed();
    return agreed != null && agreed.telephoneEvent() != null;
  }

  /** What came and went, a moment behind. */
  MediaStatistics statistics() {
    return port.statistics();
  }

  void close() {
    port.close();
  }
}
