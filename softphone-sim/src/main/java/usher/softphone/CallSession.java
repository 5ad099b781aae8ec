package usher.softphone;

import org.jspecify.annotations.Nullable;
import usher.sip.dialog.Dialog;
import usher.sip.media.MediaStatistics;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.sdp.Direction;

/**
 * What the two sides of a call agreed to hear, from the first offer on (RFC 3264), and the wish of
 * this side to hold.
 *
 * <p>The wish may change at any time; it is offered as soon as no other offer is open. The dialog
 * keeps our re-INVITE back while the other side's is under way, so our offer may be older than our
 * answer when it could go out at last; then it is made anew.
 */
final class CallSession {
  private final PhoneCall call;
  private final CallMedia media;
  private boolean holdWanted;
  private boolean holdOffered;
  private boolean held;
  private boolean answerIsInAck;
  private boolean offerAgainAfterAck;

  CallSession(PhoneCall call, CallMedia media) {
    this.call = call;
    this.media = media;
  }

  boolean isHeld() {
    return held;
  }

  boolean isHeldByPeer() {
    return media.isHeldByPeer();
  }

  MediaStatistics statistics() {
    return media.statistics();
  }

  void close() {
    media.close();
  }

  // ---- the INVITE that makes the call

  byte[] firstOffer() {
    return media.offer(Direction.SENDRECV);
  }

  /** Our answer to the caller's offer, or an offer where it made none; null where none is fit. */
  byte @Nullable [] firstDescription(byte @Nullable [] offered) {
    return offered == null ? firstOffer() : media.answer(offered, Direction.SENDRECV);
  }

  /** A provisional response may have the answer already. */
  void earlyAnswer(SipResponse response) {
    if (response.hasBody()) {
      media.answered(response.body());
    }
  }

  /** Our INVITE had the offer; the 2xx has the answer, unless a provisional response had it. */
  boolean tookAnswer(SipResponse response) {
    boolean agreed = response.hasBody() ? media.answered(response.body()) : media.agreed() != null;
    media.closeOffer();
    return agreed;
  }

  /** Our 2xx had the answer, or the offer whose answer this ACK has to have. */
  boolean tookAck(SipRequest ack) {
    boolean agreed = !media.hasOpenOffer() || media.answered(ack.body());
    media.closeOffer();
    return agreed;
  }

  // ---- our wishes

  void hold(boolean wanted) {
    holdWanted = wanted;
    offerWhatIsWanted();
  }

  /** Offers the same again. */
  void refresh() {
    if (isFree()) {
      reinvite();
    }
  }

  void offerWhatIsWanted() {
    if (isFree() && holdWanted != held) {
      reinvite();
    }
  }

  private boolean isFree() {
    return call.isTalking() && !media.hasOpenOffer();
  }

  private void reinvite() {
    holdOffered = holdWanted;
    call.dialog().reinvite(media.offer(direction()));
  }

  /** RFC 3264 8.4: who holds offers sendonly. */
  private Direction direction() {
    return holdWanted ? Direction.SENDONLY : Direction.SENDRECV;
  }

  void reinviteAnswered(SipResponse response) {
    if (media.hasOpenOffer()) {
      held = media.answered(response.body()) ? holdOffered : held;
      media.closeOffer();
      call.sessionChanged();
      offerWhatIsWanted();
    }
  }

  void reinviteRefused() {
    media.closeOffer();
    holdWanted = held;
    call.sessionChanged();
  }

  // ---- the other side's re-INVITEs

  void reinvited(SipRequest request) {
    Dialog dialog = call.dialog();
    boolean ours = media.hasOpenOffer();
    byte[] description = request.hasBody() ? answerTo(request) : offerInAnswer(ours);
    if (description == null) {
      dialog.refuseReinvite(488);
      return;
    }
    dialog.acceptReinvite(description);
    call.sessionChanged();
    if (ours && request.hasBody()) {
      reinvite();
    }
  }

  private byte @Nullable [] answerTo(SipRequest reinvite) {
    byte[] answer = media.answer(reinvite.body(), direction());
    held = answer == null ? held : holdWanted;
    return answer;
  }

  /** The re-INVITE has no offer, so our 2xx has it; the answer comes in the ACK. */
  private byte[] offerInAnswer(boolean ownIsWaiting) {
    answerIsInAck = true;
    offerAgainAfterAck = ownIsWaiting;
    holdOffered = holdWanted;
    return media.offer(direction());
  }

  void reinviteAcknowledged(SipRequest ack) {
    if (answerIsInAck) {
      answerIsInAck = false;
      boolean agreed = ack.hasBody() && media.answered(ack.body());
      held = agreed ? holdOffered : held;
      media.closeOffer();
      call.sessionChanged();
    }
    if (offerAgainAfterAck) {
      offerAgainAfterAck = false;
      reinvite();
    } else {
      offerWhatIsWanted();
    }
  }
}
