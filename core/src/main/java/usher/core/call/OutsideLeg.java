package usher.core.call;

import org.jspecify.annotations.Nullable;
import usher.sip.dialog.Dialog;
import usher.sip.transaction.Timers.Timer;

/**
 * The leg to a place outside of the centre, or to whom an agent passes the call on. Its number is
 * below 0, so it is never an offer's.
 */
final class OutsideLeg {
  /** No agent of ours. */
  static final int NOBODY = -1;

  private final long id;
  private final String target;
  private final boolean passed;
  private final int agent;
  private @Nullable Dialog dialog;
  private @Nullable Timer limit;

  /** A leg to where a rung sends the call. */
  OutsideLeg(long id, String target) {
    this(id, target, false, NOBODY);
  }

  private OutsideLeg(long id, String target, boolean passed, int agent) {
    this.id = id;
    this.target = target;
    this.passed = passed;
    this.agent = agent;
  }

  /** A leg to whom an agent passes the call on. */
  static OutsideLeg passed(long id, Destination.Phone to) {
    return new OutsideLeg(id, to.name(), true, to.agent());
  }

  /** True where an agent passes the call on, false where a rung sends it. */
  boolean isPassed() {
    return passed;
  }

  /** Whose phone it is, or {@link #NOBODY}. */
  int agent() {
    return agent;
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
