package usher.sip.dialog;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipResponse;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;
import usher.sip.transaction.Timers;

/**
 * Is a caller still there who waits for an answer? One whose phone has lost its network sends no
 * CANCEL, and would keep his place, and a media port, for ever. So he is asked now and then by an
 * OPTIONS in the early dialog; whatever he answers will do.
 */
final class CallerWatch implements ClientTransactionUser {
  /** How long RFC 3261 16.6 (timer C) lets a proxy believe in a call that only rings. */
  private static final long ASK_EVERY_NS = TimeUnit.MINUTES.toNanos(3);

  private final Dialog dialog;
  private final Runnable gone;
  private Timers.@Nullable Timer next;
  private boolean stopped;

  /**
   * One that has not begun.
   *
   * @param gone told once that nobody is there
   */
  CallerWatch(Dialog dialog, Runnable gone) {
    this.dialog = dialog;
    this.gone = gone;
  }

  /** The caller knows the dialog from now on; more than once is the same as once. */
  void start() {
    if (next == null) {
      askLater();
    }
  }

  private void askLater() {
    next = dialog.dialogs().timers().schedule(ASK_EVERY_NS, this::ask);
  }

  private void ask() {
    dialog.peer().send("OPTIONS", () -> dialog.peer().nextRequest("OPTIONS"), this);
  }

  void stop() {
    stopped = true;
    if (next != null) {
      next.cancel();
    }
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (!stopped && !response.isProvisional()) {
      askLater();
    }
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    giveUp();
  }

  @Override
  public void onTransportError(ClientTransaction transaction) {
    if (!stopped && dialog.peer().reroute()) {
      ask();
    } else {
      giveUp();
    }
  }

  private void giveUp() {
    if (!stopped) {
      gone.run();
    }
  }
}
