package usher.sip.dialog;

import java.util.concurrent.TimeUnit;
import usher.sip.message.SipResponse;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;

/**
 * Repeats a 2xx until its ACK comes (RFC 3261 13.3.1.4): "an interval that starts at T1 seconds and
 * doubles for each retransmission until it reaches T2 seconds", over reliable transports too,
 * because another hop may lose it. After 64*T1 without an ACK the dialog is told.
 */
final class AckWait {
  private static final long T1_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long T2_NS = TimeUnit.SECONDS.toNanos(4);
  private static final long GIVE_UP_NS = 64 * T1_NS;

  private final Timers timers;
  private final ServerTransaction transaction;
  private final SipResponse response;
  private final Timers.Timer giveUp;
  private Timers.Timer repeat;
  private long intervalNs = T1_NS;

  AckWait(Timers timers, ServerTransaction transaction, SipResponse response, Runnable onGiveUp) {
    this.timers = timers;
    this.transaction = transaction;
    this.response = response;
    this.giveUp =
        timers.schedule(
            GIVE_UP_NS,
            () -> {
              stop();
              onGiveUp.run();
            });
    this.repeat = timers.schedule(intervalNs, this::repeat);
  }

  private void repeat() {
    transaction.respond(response);
    intervalNs = Math.min(2 * intervalNs, T2_NS);
    repeat = timers.schedule(intervalNs, this::repeat);
  }

  /** The CSeq number whose ACK is awaited. */
  long cseq() {
    return transaction.request().cseq();
  }

  void stop() {
    repeat.cancel();
    giveUp.cancel();
  }
}
