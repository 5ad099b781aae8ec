package usher.sip.dialog;

import usher.sip.message.SipResponse;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.SipTimer;
import usher.sip.transaction.Timers;

/**
 * Repeats a 2xx until its ACK comes (RFC 3261 13.3.1.4): "an interval that starts at T1 seconds and
 * doubles for each retransmission until it reaches T2 seconds", over reliable transports too,
 * because another hop may lose it. After 64*T1 without an ACK the dialog is told.
 */
final class AckWait {
  private final Timers timers;
  private final ServerTransaction transaction;
  private final long cseq;
  private final boolean awaitsAnswer;
  private final SipResponse response;
  private final Timers.Timer giveUp;
  private Timers.Timer repeat;
  private long intervalNs = SipTimer.T1_NS;

  AckWait(Timers timers, ServerTransaction transaction, SipResponse response, Runnable onGiveUp) {
    this.timers = timers;
    this.transaction = transaction;
    this.cseq = transaction.request().cseq();
    this.awaitsAnswer = !transaction.request().hasBody();
    this.response = response;
    this.giveUp =
        timers.schedule(
            SipTimer.TIMEOUT_NS,
            () -> {
              stop();
              onGiveUp.run();
            });
    this.repeat = timers.schedule(intervalNs, this::repeat);
  }

  private void repeat() {
    transaction.respond(response);
    intervalNs = Math.min(2 * intervalNs, SipTimer.T2_NS);
    repeat = timers.schedule(intervalNs, this::repeat);
  }

  /** The CSeq number whose ACK is awaited. */
  long cseq() {
    return cseq;
  }

  /** True where our 2xx has the offer, and the ACK brings the answer. */
  boolean awaitsAnswer() {
    return awaitsAnswer;
  }

  void stop() {
    repeat.cancel();
    giveUp.cancel();
  }
}
