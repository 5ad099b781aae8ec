package usher.sip;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.DialogSettings;
import usher.sip.dialog.Dialogs;
import usher.sip.dialog.LocalAddresses;
import usher.sip.dialog.SipEvent;
import usher.sip.message.Header;
import usher.sip.message.Refusal;
import usher.sip.message.RequestRules;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;
import usher.sip.transaction.TransactionUser;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;
import usher.sip.transport.Wire;

/**
 * Builds the parts of the stack and gives each new request to its owner, by method. Pure, one
 * thread: messages come in by {@link #received}, go out through the {@link Wire}; time comes in
 * through the {@link Timers}.
 */
public final class SipStack implements TransactionUser {
  private final TokenSource tokens;
  private final DialogSettings settings;
  private final Transactions transactions;
  private final Dialogs dialogs;
  private final Consumer<ServerTransaction> registrar;
  private Consumer<ServerTransaction> notifier = this::refuseEvent;
  private boolean refusingCalls;

  /**
   * Builds a stack.
   *
   * @param registrar answers REGISTER
   * @param listener hears what happens in dialogs
   */
  public SipStack(
      Wire wire,
      Timers timers,
      TokenSource tokens,
      LocalAddresses locals,
      DialogSettings settings,
      Consumer<ServerTransaction> registrar,
      Consumer<SipEvent> listener) {
    this.tokens = tokens;
    this.settings = settings;
    this.registrar = registrar;
    this.transactions = new Transactions(wire, timers, tokens, this);
    this.dialogs = new Dialogs(transactions, timers, tokens, locals, settings, listener);
  }

  /** Takes one message from the network. */
  public void received(SipMessage message, Flow flow) {
    switch (message) {
      case SipRequest request -> transactions.received(request, flow);
      case SipResponse response -> transactions.received(response, flow);
    }
  }

  /** Takes back a message that could not be delivered. */
  public void undeliverable(SipMessage message, Flow flow) {
    transactions.undeliverable(message, flow);
  }

  /** From now on new calls get 503; what is running goes on. */
  public void refuseNewCalls() {
    refusingCalls = true;
  }

  /** From now on this answers SUBSCRIBE; before, there is no event to subscribe to. */
  public void notifyBy(Consumer<ServerTransaction> answersSubscribe) {
    notifier = answersSubscribe;
  }

  private void refuseEvent(ServerTransaction subscribe) {
    subscribe.respond(answer(subscribe, 489).toResponse());
  }

  public Transactions transactions() {
    return transactions;
  }

  public Dialogs dialogs() {
    return dialogs;
  }

  @Override
  public void onRequest(ServerTransaction transaction) {
    Refusal refusal = RequestRules.check(transaction.request());
    if (refusal != null) {
      transaction.respond(refusal.response(transaction.request(), tokens.token()));
    } else {
      dispatch(transaction);
    }
  }

  private void dispatch(ServerTransaction transaction) {
    switch (transaction.request().method()) {
      case OPTIONS -> onOptions(transaction);
      case REGISTER -> registrar.accept(transaction);
      case INVITE -> onInvite(transaction);
      case SUBSCRIBE -> notifier.accept(transaction);
      case ACK, BYE, CANCEL, PRACK, UPDATE, INFO, REFER, NOTIFY, MESSAGE, PUBLISH, OTHER ->
          // without a To tag there is no dialog, and 481 says so
          dialogs.onRequestInside(transaction);
    }
  }

  private void onInvite(ServerTransaction transaction) {
    if (transaction.request().toTag() != null) {
      dialogs.onRequestInside(transaction);
    } else if (refusingCalls) {
      transaction.respond(answer(transaction, 503).toResponse());
    } else {
      dialogs.onInvite(transaction);
    }
  }

  /** RFC 3261 11.2: the answer inside a dialog "is identical to one constructed outside". */
  private void onOptions(ServerTransaction transaction) {
    boolean inside = transaction.request().toTag() != null;
    if (!inside || dialogs.admits(transaction)) {
      answerOptions(transaction, !inside && refusingCalls ? 503 : 200);
    }
  }

  /**
   * RFC 3261 11.2: "The response code chosen MUST be the same that would have been chosen had the
   * request been an INVITE".
   */
  private void answerOptions(ServerTransaction transaction, int status) {
    transaction.respond(
        answer(transaction, status)
            .header(Header.ALLOW, RequestRules.ALLOW)
            .header(Header.ACCEPT, RequestRules.SESSION_TYPE)
            .toResponse());
  }

  private SipWriter answer(ServerTransaction transaction, int status) {
    return SipWriter.response(status, transaction.request(), tokens.token())
        .header(Header.SERVER, settings.product());
  }

  @Override
  public void onAck(SipRequest ack, Flow flow) {
    dialogs.onAck(ack, flow);
  }

  @Override
  public void onCancel(ServerTransaction invite, @Nullable SipRequest cancel) {
    dialogs.onCancel(invite);
  }

  @Override
  public void onStrayResponse(SipResponse response, Flow flow) {
    dialogs.onStrayResponse(response);
  }

  /**
   * The peer did not hear our final response: for it there is no call, and for us the dialog is
   * over already.
   */
  @Override
  public void onServerTransactionFailed(Flow flow) {}
}
