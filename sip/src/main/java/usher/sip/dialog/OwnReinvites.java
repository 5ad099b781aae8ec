package usher.sip.dialog;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import usher.sip.transaction.Timers;

/**
 * Re-INVITEs that we send: one at a time, never while one of the peer's is under way, and after
 * glare not before the time of RFC 3261 14.1 is over. Of several that have to wait the last counts.
 */
final class OwnReinvites {
  /**
   * RFC 3261 14.1, "in units of 10 ms": 2.1 to 4 s for the owner of the Call-ID, 0 to 2 s for the
   * other.
   */
  private static final int GLARE_OWNER_MIN_MS = 2100;

  private static final int GLARE_OWNER_MAX_MS = 4000;
  private static final int GLARE_OTHER_MAX_MS = 2000;
  private static final int GLARE_UNIT_MS = 10;

  private final Dialog dialog;
  private @Nullable Reinvite current;
  private @Nullable Reinvite next;
  private Timers.@Nullable Timer afterGlare;

  OwnReinvites(Dialog dialog) {
    this.dialog = dialog;
  }

  void ask(byte @Nullable [] offer) {
    next = new Reinvite(dialog, offer, false);
    sendNext();
  }

  /** Offers once more what the peer knows already; one that is asked for anyway does as well. */
  void refresh() {
    if (current == null && next == null) {
      next = new Reinvite(dialog, dialog.described(), true);
      sendNext();
    }
  }

  /** To be called whenever something ended that may have held one back. */
  void sendNext() {
    Reinvite reinvite = next;
    if (reinvite != null && isFree()) {
      next = null;
      current = reinvite;
      reinvite.send();
    }
  }

  private boolean isFree() {
    return afterGlare == null
        && !isUnderWay()
        && dialog.state() == DialogState.CONFIRMED
        && dialog.peerReinvites().isIdle();
  }

  /** True from an INVITE of ours to its ACK, which may have to wait for our user's answer. */
  boolean isUnderWay() {
    return current != null || dialog.acks().isOwed();
  }

  boolean isCurrent(Reinvite reinvite) {
    return current == reinvite;
  }

  void finished() {
    current = null;
  }

  void waitAfterGlare(Reinvite refused) {
    current = null;
    next = next == null ? refused : next;
    long delayNs = TimeUnit.MILLISECONDS.toNanos(glareDelayMs());
    afterGlare = dialog.dialogs().timers().schedule(delayNs, this::glareIsOver);
  }

  private void glareIsOver() {
    afterGlare = null;
    sendNext();
  }

  private int glareDelayMs() {
    return dialog.weCall()
        ? between(GLARE_OWNER_MIN_MS, GLARE_OWNER_MAX_MS)
        : between(0, GLARE_OTHER_MAX_MS);
  }

  private int between(int minMs, int maxMs) {
    int units = (maxMs - minMs) / GLARE_UNIT_MS + 1;
    return minMs + GLARE_UNIT_MS * dialog.dialogs().random(units);
  }

  void stop() {
    if (current != null) {
      current.abandon();
      current = null;
    }
    next = null;
    if (afterGlare != null) {
      afterGlare.cancel();
      afterGlare = null;
    }
  }
}
