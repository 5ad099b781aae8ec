package usher.sip.dialog;

import java.util.concurrent.TimeUnit;
import javax.sip.header.ExpiresHeader;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;

/** The INVITE that calls us, until its ACK or its refusal (RFC 3261 13.3). */
final class ReceivedInvite implements Invitation {
  /** RFC 3261 13.3.1.1: "the UAS MUST send a non-100 provisional response at every minute". */
  private static final long PROVISIONAL_AGAIN_NS = TimeUnit.MINUTES.toNanos(1);

  private final Dialog dialog;
  private final ServerTransaction transaction;
  private Timers.@Nullable Timer provisionalAgain;
  private Timers.@Nullable Timer expiry;
  private @Nullable AckWait ackWait;

  ReceivedInvite(Dialog dialog, ServerTransaction transaction) {
    this.dialog = dialog;
    this.transaction = transaction;
  }

  ServerTransaction transaction() {
    return transaction;
  }

  /** RFC 3261 13.3.1: an INVITE that expires before its final response is answered with 487. */
  void expireAsAsked() throws MalformedMessageException {
    ExpiresHeader expires = transaction.request().first(Header.EXPIRES, ExpiresHeader.class);
    if (expires != null) {
      long delayNs = TimeUnit.SECONDS.toNanos(expires.getExpires());
      expiry = dialog.dialogs().timers().schedule(delayNs, this::cancelled);
    }
  }

  void provisional(int status, byte @Nullable [] body) {
    SipWriter writer = dialog.peer().response(transaction, status);
    repeatProvisional(Peer.withSession(writer, body).toResponse());
  }

  private void repeatProvisional(SipResponse response) {
    stop(provisionalAgain);
    provisionalAgain =
        dialog.dialogs().timers().schedule(PROVISIONAL_AGAIN_NS, () -> repeatProvisional(response));
    transaction.respond(response);
  }

  void accept(byte[] description) {
    SipWriter writer = dialog.peer().response(transaction, 200);
    dialog.sessionTimer().answer(transaction.request(), writer);
    SipResponse response = Peer.withSession(writer, description).toResponse();
    stop();
    dialog.enter(DialogState.ACCEPTED);
    ackWait =
        new AckWait(
            dialog.dialogs().timers(), transaction, response, dialog.ending()::neverAcknowledged);
    transaction.respond(response);
  }

  void reject(int status, HeaderLine... headers) {
    SipWriter writer =
        SipWriter.response(status, transaction.request(), dialog.id().localTag())
            .header(Header.SERVER, dialog.dialogs().product());
    for (HeaderLine line : headers) {
      writer.header(line.name(), line.value());
    }
    dialog.end();
    transaction.respond(writer.toResponse());
  }

  /** The caller's CANCEL or BYE, or the end of the time that its Expires gave us. */
  void cancelled() {
    reject(487);
    dialog.raise(new SipEvent.Cancelled(dialog));
  }

  /** The ACK has come. False where none was awaited, or another. */
  boolean acknowledged(SipRequest ack) {
    if (ackWait == null || ackWait.cseq() != ack.cseq()) {
      return false;
    }
    stop();
    dialog.confirmed(ack);
    return true;
  }

  /** True while the answer to our offer is missing: it is in the ACK (RFC 3261 13.2.1). */
  boolean awaitsAnswer() {
    return ackWait != null && ackWait.awaitsAnswer();
  }

  @Override
  public void stop() {
    stop(provisionalAgain);
    stop(expiry);
    if (ackWait != null) {
      ackWait.stop();
      ackWait = null;
    }
  }

  private static void stop(Timers.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
