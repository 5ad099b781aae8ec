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
  private final @Nullable ReliableResponses reliable;
  private final CallerWatch watch;

  ReceivedInvite(Dialog dialog, ServerTransaction transaction) {
    this.dialog = dialog;
    this.transaction = transaction;
    this.reliable =
        ReliableResponses.areRequired(transaction.request())
            ? new ReliableResponses(dialog, transaction, () -> lost(504))
            : null;
    this.watch = new CallerWatch(dialog, () -> lost(408));
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

  /**
   * RFC 3262 5: the first reliable response to an INVITE without an offer has to have one, whose
   * answer would come in the PRACK. Such a caller gets nothing provisional, but that in the 2xx.
   */
  void provisional(int status, byte @Nullable [] body) {
    SipWriter writer = dialog.peer().response(transaction, status);
    watch.start();
    if (reliable == null) {
      repeatProvisional(Peer.withSession(writer, body).toResponse());
    } else if (transaction.request().hasBody()) {
      stop(provisionalAgain);
      provisionalAgain =
          dialog.dialogs().timers().schedule(PROVISIONAL_AGAIN_NS, () -> provisional(status, null));
      reliable.send(writer, body);
    }
  }

  /** The caller is not there any more. RFC 3262 3: "the UAS SHOULD reject ... with a 5xx". */
  private void lost(int status) {
    reject(status);
    dialog.raise(new SipEvent.Cancelled(dialog));
  }

  /** True while our 2xx waits for the PRACK of what it must not overtake. */
  boolean isAnswerHeld() {
    return reliable != null && reliable.isHolding();
  }

  /** A PRACK; answers it. */
  void pracked(ServerTransaction prack) {
    if (reliable == null || !reliable.isFor(prack.request())) {
      dialog.dialogs().answer(prack, 481, null);
      return;
    }
    boolean offers = prack.request().hasBody();
    if (!offers || !reliable.hasAnswered()) {
      dialog.dialogs().answer(prack, offers ? 491 : 200, null);
      reliable.acknowledged();
    } else {
      reliable.acknowledged();
      dialog.peerReinvites().offeredByPrack(prack);
    }
  }

  private void repeatProvisional(SipResponse response) {
    stop(provisionalAgain);
    provisionalAgain =
        dialog.dialogs().timers().schedule(PROVISIONAL_AGAIN_NS, () -> repeatProvisional(response));
    transaction.respond(response);
  }

  void accept(byte[] description) {
    if (reliable == null) {
      acceptNow(description);
    } else {
      reliable.whenAnswerIsHeard(() -> acceptNow(description));
    }
  }

  private void acceptNow(byte[] description) {
    SipWriter writer = dialog.peer().response(transaction, 200);
    dialog.sessionTimer().answer(transaction.request(), writer);
    SipResponse response = Peer.withSession(writer, description).toResponse();
    stop();
    dialog.enter(DialogState.ACCEPTED);
    ackWait =
        new AckWait(
            dialog.dialogs().timers(),
            transaction,
            response,
            () -> dialog.ending().neverAcknowledged(transaction));
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
    transaction.validated();
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
    watch.stop();
    if (reliable != null) {
      reliable.stop();
    }
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
