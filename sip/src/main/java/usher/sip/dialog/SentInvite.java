package usher.sip.dialog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;
import usher.sip.transaction.Timers;

/** Our INVITE, until its final response, and every further 2xx to it (RFC 3261 13.2). */
final class SentInvite implements Invitation, ClientTransactionUser {
  private final Dialog dialog;
  private final OutgoingInvite call;
  private SipRequest request;
  private final ProvisionalAcks provisionalAcks;
  private @Nullable ClientTransaction transaction;
  private Timers.@Nullable Timer silence;

  SentInvite(Dialog dialog, OutgoingInvite call) {
    this.dialog = dialog;
    this.call = call;
    this.provisionalAcks = new ProvisionalAcks(dialog.dialogs());
    this.request = write();
  }

  private SipRequest write() {
    SipWriter writer = dialog.peer().invite();
    dialog.sessionTimer().ask(writer);
    if (call.offer() != null) {
      // an offer in a provisional response would have to be answered by its PRACK
      writer.header(Header.SUPPORTED, ReliableResponses.TAG);
    }
    for (HeaderLine line : call.headers()) {
      writer.header(line.name(), line.value());
    }
    return Peer.withSession(writer, call.offer()).toRequest();
  }

  void send() {
    transaction = dialog.dialogs().transactions().send(request, dialog.flow(), this);
  }

  void cancel(@Nullable String reason) {
    dialog.enter(DialogState.CANCELLING);
    if (transaction != null) {
      dialog.dialogs().transactions().cancel(transaction, reason);
    }
  }

  void ifSilent(long delayNs, Runnable then) {
    silence = dialog.dialogs().timers().schedule(delayNs, then);
  }

  private void heard() {
    if (silence != null) {
      silence.cancel();
    }
  }

  @Override
  public void onResponse(ClientTransaction from, SipResponse response) {
    heard();
    dialog.peer().answeredFrom(from.answeredFrom());
    if (response.isProvisional()) {
      progressed(response);
    } else if (response.isSuccess()) {
      succeeded(response);
    } else if (response.status() == 422 && isToBeRaised(response)) {
      request = write();
      send();
    } else {
      refused(response.status(), response);
    }
  }

  /** RFC 4028 7.3: a longer session is asked for, as often as the minimum grows. */
  private boolean isToBeRaised(SipResponse response) {
    return dialog.state() == DialogState.CALLING && dialog.sessionTimer().raise(response);
  }

  @Override
  public void onTimeout(ClientTransaction from) {
    refused(408, null);
  }

  @Override
  public void onTransportError(ClientTransaction from) {
    unreachable();
  }

  void unreachable() {
    refused(503, null);
  }

  private void progressed(SipResponse response) {
    dialog.peer().rings(response);
    if (isRepeated(response)) {
      return;
    }
    if (response.status() > 100 && dialog.state() == DialogState.CALLING) {
      dialog.raise(new SipEvent.Progress(dialog, response));
    }
  }

  private boolean isRepeated(SipResponse response) {
    return call.offer() != null
        && ProvisionalAcks.isReliable(response)
        && !provisionalAcks.acknowledge(dialog.peer(), request, response);
  }

  private void succeeded(SipResponse response) {
    if (!dialog.acks().repeat(response)) {
      succeededAnew(response);
    }
  }

  private void succeededAnew(SipResponse response) {
    switch (dialog.state()) {
      case CALLING -> answered(response);
      case CANCELLING -> answeredTooLate(response);
      case CONFIRMED, ENDED -> endFork(response);
      case PROCEEDING, ACCEPTED -> throw new IllegalStateException("a 2xx for a call to us");
    }
  }

  private void answered(SipResponse response) {
    if (!dialog.peer().adopt(request.requestUri(), response)) {
      endFork(response);
      refused(502, response);
      return;
    }
    provisionalAcks.precede(dialog.peer());
    dialog.peer().believed();
    dialog.enter(DialogState.CONFIRMED);
    dialog.sessionTimer().answered(response);
    acknowledge(response);
    dialog.raise(new SipEvent.Answered(dialog, provisionalAcks.answer(response)));
  }

  /** Where the offer is in the 2xx, the ACK needs the user's answer (RFC 3261 13.2.2.4). */
  private void acknowledge(SipResponse response) {
    if (request.hasBody()) {
      dialog.acks().send(dialog.peer(), response.cseq(), null);
    } else {
      dialog.acks().owe(response);
    }
  }

  /**
   * Our CANCEL and the answer crossed: the session is real and has to be ended (RFC 3261 9.1, 15).
   */
  private void answeredTooLate(SipResponse response) {
    endFork(response);
    refused(487, null);
  }

  /** A 2xx after timer M: that of one more fork is still to be acknowledged and ended. */
  void strayed(SipResponse response) {
    boolean ofFork = !Objects.equals(response.toTag(), dialog.peer().tag());
    if (dialog.state() == DialogState.CONFIRMED && response.cseq() == request.cseq() && ofFork) {
      endFork(response);
    }
  }

  private void endFork(SipResponse response) {
    lateAnswers().endFork(response);
  }

  private LateAnswers lateAnswers() {
    return new LateAnswers(dialog.peer().invited(request), dialog.acks(), provisionalAcks);
  }

  private void refused(int status, @Nullable SipResponse response) {
    switch (dialog.state()) {
      case CALLING -> ended(status, response);
      case CANCELLING -> ended(487, response);
      case PROCEEDING, ACCEPTED, CONFIRMED, ENDED -> {}
    }
  }

  private void ended(int status, @Nullable SipResponse response) {
    dialog.end();
    dialog.raise(new SipEvent.Refused(dialog, status, response));
  }

  /** Half a minute longer than the dialog, its INVITE may be answered. */
  @Override
  public void stop() {
    heard();
    if (transaction != null) {
      transaction.handOver(lateAnswers());
    }
  }
}
