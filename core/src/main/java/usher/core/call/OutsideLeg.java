package usher.core.call;

import org.jspecify.annotations.Nullable;
import usher.sip.dialog.Dialog;
import usher.sip.transaction.Timers.Timer;

/** The leg to a place outside of the centre. Its number is below 0, so it is never an offer's. */
final class OutsideLeg {
  private final long id;
  private final String target;
  private @Nullable Dialog dialog;
  private @Nullable Timer limit;

  OutsideLeg(long id, String target) {
    this.id = id;
    this.target = target;
  }

  long id() {
    return id;
  }

  String target() {
    return target;
  }

  void ring(Dialog rung, Timer untilThen) {
    dialog = rung;
    limit = untilThen;
  }

  @Nullable Dialog dialog() {
    return dialog;
  }

  /** It need not be picked up any more. */
  void stopWaiting() {
    if (limit != null) {
      limit.cancel();
    }
  }
}
