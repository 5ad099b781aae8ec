package usher.sip.transaction;

import org.jspecify.annotations.Nullable;
import usher.sip.transport.TransportProtocol;

/** Sends one message again and again until stopped, at intervals that double: timers A, E and G. */
final class Retransmission {
  private final Timers timers;
  private final SipTimer timer;
  private final Runnable resend;
  private long intervalNs;
  private Timers.@Nullable Timer pending;

  Retransmission(Timers timers, SipTimer timer, Runnable resend) {
    this.timers = timers;
    this.timer = timer;
    this.resend = resend;
  }

  /** Does nothing over a reliable transport. */
  void start(TransportProtocol protocol) {
    if (timer.isSetOver(protocol)) {
      intervalNs = timer.ns(protocol);
      pending = timers.schedule(intervalNs, this::fire);
    }
  }

  /**
   * From the next time on the interval is the longest one: a provisional response has come (RFC
   * 3261 17.1.2.2).
   */
  void slowDown() {
    intervalNs = timer.longestNs();
  }

  void stop() {
    if (pending != null) {
      pending.cancel();
      pending = null;
    }
  }

  private void fire() {
    intervalNs = Math.min(2 * intervalNs, timer.longestNs());
    pending = timers.schedule(intervalNs, this::fire);
    resend.run();
  }
}
