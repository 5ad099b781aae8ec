package usher.sip.dialog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.Method;
import usher.sip.message.Refusal;
import usher.sip.message.RequestRules;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;

/** All dialogs of a call loop. Finds the one a message belongs to. */
public final class Dialogs {
  private final Transactions transactions;
  private final Timers timers;
  private final TokenSource tokens;
  private final LocalAddresses locals;
  private final DialogSettings settings;
  private final Consumer<SipEvent> listener;

  private Predicate<Flow> trusted = _ -> false;
  private long strangers;

  private final Map<DialogId, Dialog> dialogs = new HashMap<>();
  private final Farewells farewells;

  /** CANCEL comes before the caller knows our tag, so it is found by the transaction it cancels. */
  private final Map<ServerTransaction, Dialog> byInvite = new HashMap<>();

  /**
   * Makes an empty table.
   *
   * @param listener hears each event as the last act of the step that caused it
   */
  public Dialogs(
      Transactions transactions,
      Timers timers,
      TokenSource tokens,
      LocalAddresses locals,
      DialogSettings settings,
      Consumer<SipEvent> listener) {
    this.transactions = transactions;
    this.timers = timers;
    this.tokens = tokens;
    this.locals = locals;
    this.settings = settings;
    this.listener = listener;
    this.farewells = new Farewells(timers);
  }

  /**
   * Takes requests in any dialog over flows for which this is true: those of phones that have
   * proved who they are since, from a new address.
   */
  public void trust(Predicate<Flow> proved) {
    trusted = proved;
  }

  boolean trusts(Flow flow) {
    return trusted.test(flow);
  }

  /** Requests with the names of a dialog that did not come from its far end. */
  public long strangers() {
    return strangers;
  }

  /** Dialogs that are not over. */
  public int size() {
    return dialogs.size();
  }

  /** Places a call. */
  public Dialog invite(OutgoingInvite call) {
    DialogId id = new DialogId(tokens.token(), tokens.token());
    Dialog dialog = Dialog.outgoing(this, call, id);
    dialogs.put(id, dialog);
    dialog.sendInvite();
    return dialog;
  }

  /** A new INVITE, not yet in a dialog. */
  public void onInvite(ServerTransaction transaction) {
    if (SessionTimer.isTooSmall(transaction.request())) {
      refuseInterval(transaction, tokens.token());
      return;
    }
    Dialog dialog;
    try {
      dialog = Dialog.incoming(this, transaction, tokens.token());
    } catch (MalformedMessageException e) {
      transaction.respond(
          SipWriter.response(400, transaction.request(), tokens.token())
              .header(Header.WARNING, "399 " + settings.user() + " \"" + e.getMessage() + "\"")
              .toResponse());
      return;
    }
    dialogs.put(dialog.id(), dialog);
    byInvite.put(transaction, dialog);
    raise(new SipEvent.IncomingCall(dialog, transaction.request()));
  }

  /** A request with a To tag, hence for a dialog. Those of a method we do not take are refused. */
  public void onRequestInside(ServerTransaction transaction) {
    Dialog dialog = admitted(transaction);
    if (dialog != null) {
      dispatch(dialog, transaction);
    }
  }

  /**
   * Whether this request, whose answer is the same inside and outside of dialogs, may have it. One
   * that belongs to no dialog, or is out of order, may not, and is answered here.
   */
  public boolean admits(ServerTransaction transaction) {
    return admitted(transaction) != null;
  }

  private @Nullable Dialog admitted(ServerTransaction transaction) {
    SipRequest request = transaction.request();
    Dialog dialog = find(request, transaction.flow());
    if (dialog == null) {
      // RFC 3261 12.2.2: "it MUST respond to the request with a 481"; RFC 5407 3.2.1: a BYE that
      // crosses ours gets 200
      boolean crossing = request.method() == Method.BYE && farewells.isAfter(request);
      answer(transaction, crossing ? 200 : 481, tokens.token());
      return null;
    }
    transaction.validated();
    if (!dialog.peer().isInOrder(request)) {
      answer(transaction, 500, null);
      return null;
    }
    return dialog;
  }

  private static void dispatch(Dialog dialog, ServerTransaction transaction) {
    switch (transaction.request().method()) {
      case INVITE -> dialog.onReinvite(transaction);
      case BYE -> dialog.onBye(transaction);
      case INFO -> dialog.onInfo(transaction);
      case UPDATE -> dialog.onUpdate(transaction);
      case REFER -> dialog.onRefer(transaction);
      case NOTIFY -> dialog.onNotify(transaction);
      case PRACK -> dialog.onPrack(transaction);
      case ACK, CANCEL, OPTIONS, REGISTER, SUBSCRIBE, MESSAGE, PUBLISH, OTHER ->
          refuse(dialog, transaction);
    }
  }

  private static void refuse(Dialog dialog, ServerTransaction transaction) {
    SipRequest request = transaction.request();
    Refusal refusal = RequestRules.notTaken(request.method(), DialogSettings.ALLOW);
    transaction.respond(refusal.response(request, dialog.id().localTag()));
  }

  /** The dialog that is to be replaced (RFC 3891 3); null where none that lives has these tags. */
  public @Nullable Dialog find(Replaces named) {
    Dialog dialog = dialogs.get(new DialogId(named.callId(), named.toTag()));
    return dialog != null && dialog.peer().hasTag(named.fromTag()) ? dialog : null;
  }

  /** Whether we have ended the dialog with these tags a moment ago. */
  public boolean hasEnded(Replaces named) {
    return farewells.has(new DialogId(named.callId(), named.toTag()), named.fromTag());
  }

  private @Nullable Dialog find(SipRequest request, Flow flow) {
    String tag = request.toTag();
    Dialog dialog = tag == null ? null : dialogs.get(new DialogId(request.callId(), tag));
    return dialog != null && dialog.peer().sent(request) && isNoStranger(dialog, flow)
        ? dialog
        : null;
  }

  private boolean isNoStranger(Dialog dialog, Flow flow) {
    boolean known = dialog.peer().isAt(flow);
    strangers += known ? 0 : 1;
    return known;
  }

  /** An ACK that belongs to a 2xx. One that fits nothing is dropped: an ACK has no answer. */
  public void onAck(SipRequest ack, Flow flow) {
    Dialog dialog = find(ack, flow);
    if (dialog != null) {
      dialog.onAck(ack);
    }
  }

  /** The INVITE of this transaction is cancelled by its sender. */
  public void onCancel(ServerTransaction invite) {
    Dialog dialog = byInvite.get(invite);
    if (dialog == null) {
      dialog = find(invite.request(), invite.flow());
    }
    if (dialog == null || !dialog.onCancel(invite)) {
      answer(invite, 487, tokens.token());
    }
  }

  /**
   * A 2xx to an INVITE whose client transaction is gone (RFC 3261 13.2.2.4, after timer M). Where
   * the dialog lives, it repeats its ACK; else nobody waits for the session, and without an ACK the
   * peer ends it by itself.
   */
  public void onStrayResponse(SipResponse response) {
    String tag = response.fromTag();
    Dialog dialog = tag == null ? null : dialogs.get(new DialogId(response.callId(), tag));
    if (dialog != null) {
      dialog.onStraySuccess(response);
    }
  }

  /**
   * A phone that is reached over this connection alone has lost it (RFC 5626 4.3, "flow failed"):
   * it will not say whether it rings, nor answer. Calls of ours that wait for it are over, as where
   * nothing could be sent.
   */
  public void connectionLost(Flow flow) {
    List.copyOf(dialogs.values()).stream()
        .filter(dialog -> dialog.flow().equals(flow))
        .forEach(Dialog::unreachable);
  }

  void raise(SipEvent event) {
    listener.accept(event);
  }

  void forget(Dialog dialog) {
    dialogs.remove(dialog.id(), dialog);
    ServerTransaction invite = dialog.receivedInvite();
    if (invite != null) {
      byInvite.remove(invite);
    }
  }

  void answer(ServerTransaction transaction, int status, @Nullable String localTag) {
    transaction.respond(
        SipWriter.response(status, transaction.request(), localTag)
            .header(Header.SERVER, settings.product())
            .toResponse());
  }

  /** RFC 6086 4.2.2: no INFO of any package is wanted, which Recv-Info says without a value. */
  void refusePackage(ServerTransaction info) {
    info.respond(
        SipWriter.response(469, info.request(), null)
            .header(Header.RECV_INFO, "")
            .header(Header.SERVER, settings.product())
            .toResponse());
  }

  /** RFC 4028 9: the session would be refreshed more often than we allow. */
  void refuseInterval(ServerTransaction transaction, String localTag) {
    transaction.respond(
        SipWriter.response(422, transaction.request(), localTag)
            .header(Header.MIN_SE, Long.toString(SessionTimer.MIN_S))
            .header(Header.SERVER, settings.product())
            .toResponse());
  }

  long sessionExpiresS() {
    return settings.sessionExpires().toSeconds();
  }

  /** Our Contact towards this peer. */
  public String contact(Flow flow) {
    return "<" + flow.contactUri(settings.user()) + ">";
  }

  LocalAddresses locals() {
    return locals;
  }

  Farewells farewells() {
    return farewells;
  }

  /** What Server and User-Agent say. */
  public String product() {
    return settings.product();
  }

  TokenSource tokens() {
    return tokens;
  }

  /** 0 to {@code bound}-1, from the journaled seed. */
  int random(int bound) {
    return tokens.below(bound);
  }

  Timers timers() {
    return timers;
  }

  Transactions transactions() {
    return transactions;
  }
}
