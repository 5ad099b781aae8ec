package usher.sip.dialog;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** All dialogs of a call loop. Finds the one a message belongs to. */
public final class Dialogs {
  private final Transactions transactions;
  private final Timers timers;
  private final TokenSource tokens;
  private final LocalAddresses locals;
  private final DialogSettings settings;
  private final Consumer<SipEvent> listener;

  private final Map<DialogId, Dialog> dialogs = new HashMap<>();

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
  }

  /** Dialogs that are not over. */
  public int size() {
    return dialogs.size();
  }

  /** Places a call. */
  public Dialog invite(OutgoingInvite call) {
    Dialog dialog = Dialog.outgoing(this, call, tokens.token(), tokens.token());
    dialogs.put(dialog.id(), dialog);
    dialog.sendInvite(call);
    return dialog;
  }

  /** A new INVITE, not yet in a dialog. */
  public void onInvite(ServerTransaction transaction) {
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

  /**
   * A request with a To tag, hence for a dialog. OPTIONS is answered elsewhere; it is the same
   * inside and outside.
   */
  public void onRequestInside(ServerTransaction transaction) {
    SipRequest request = transaction.request();
    Dialog dialog = find(request);
    if (dialog == null) {
      // RFC 3261 12.2.2: "it MUST respond to the request with a 481"
      answer(transaction, 481, null);
    } else if (!dialog.isInOrder(request)) {
      answer(transaction, 500, null);
    } else {
      dispatch(dialog, transaction);
    }
  }

  private static void dispatchUnknown(ServerTransaction transaction) {
    transaction.respond(
        SipWriter.response(405, transaction.request(), null)
            .header(Header.ALLOW, DialogSettings.ALLOW)
            .toResponse());
  }

  private void dispatch(Dialog dialog, ServerTransaction transaction) {
    switch (transaction.request().method()) {
      case INVITE -> dialog.onReinvite(transaction);
      case BYE -> dialog.onBye(transaction);
      case INFO -> dialog.onInfo(transaction);
      case ACK,
          CANCEL,
          OPTIONS,
          REGISTER,
          PRACK,
          UPDATE,
          REFER,
          SUBSCRIBE,
          NOTIFY,
          MESSAGE,
          PUBLISH,
          OTHER ->
          dispatchUnknown(transaction);
    }
  }

  private @Nullable Dialog find(SipRequest request) {
    String tag = request.toTag();
    Dialog dialog = tag == null ? null : dialogs.get(new DialogId(request.callId(), tag));
    return dialog != null && dialog.takes(request) ? dialog : null;
  }

  /** An ACK that belongs to a 2xx. One that fits nothing is dropped: an ACK has no answer. */
  public void onAck(SipRequest ack) {
    Dialog dialog = find(ack);
    if (dialog != null) {
      dialog.onAck(ack);
    }
  }

  /** The INVITE of this transaction is cancelled by its sender. */
  public void onCancel(ServerTransaction invite) {
    Dialog dialog = byInvite.get(invite);
    if (dialog == null) {
      dialog = find(invite.request());
    }
    if (dialog == null || !dialog.onCancel(invite)) {
      answer(invite, 487, tokens.token());
    }
  }

  /**
   * A 2xx whose client transaction is gone (RFC 3261 13.2.2.4, after timer M). Where the dialog
   * lives, it repeats its ACK; else nobody waits for the session, and without an ACK the peer ends
   * it by itself.
   */
  public void onStrayResponse(SipResponse response) {
    String tag = response.fromTag();
    Dialog dialog = tag == null ? null : dialogs.get(new DialogId(response.callId(), tag));
    if (dialog != null && dialog.weCall() && Objects.equals(response.cseqMethod(), "INVITE")) {
      dialog.succeeded(response);
    }
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

  /**
   * Where requests of a dialog go: over the connection it came over, to the first proxy of the
   * route set, or to the Contact; back to the source where the Contact is not to be reached from
   * here or is a name.
   *
   * @param message what came from the peer
   */
  Flow nextFlow(RouteSet routes, SipURI contact, SipMessage message, Flow current) {
    SipURI first = routes.first();
    if (current.protocol().reliable() && first == null) {
      return current;
    }
    SipURI next = first == null ? contact : first;
    if (first == null && NextHop.isTranslated(message, current, contact)) {
      return current;
    }
    Flow flow = NextHop.of(next, locals);
    return flow == null ? current : flow;
  }

  /**
   * The same for the 2xx to a call of ours. Where the INVITE did not go to the address its
   * Request-URI names, a registration had shown that address to be of no use from here, and so is
   * the one in the Contact.
   */
  Flow nextFlowOfCallee(RouteSet routes, SipURI contact, SipRequest invite, Flow current)
      throws MalformedMessageException {
    Flow named = invite.uri() instanceof SipURI uri ? NextHop.of(uri, locals) : null;
    boolean elsewhere = named == null || !named.remote().equals(current.remote());
    return elsewhere && routes.first() == null
        ? current
        : nextFlow(routes, contact, invite, current);
  }

  String contact(Flow flow) {
    String host = flow.local().getAddress().getHostAddress();
    String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    String transport =
        flow.protocol() == TransportProtocol.UDP
            ? ""
            : ";transport=" + flow.protocol().name().toLowerCase(Locale.ROOT);
    return "<sip:"
        + settings.user()
        + "@"
        + literal
        + ":"
        + flow.local().getPort()
        + transport
        + ">";
  }

  String product() {
    return settings.product();
  }

  TokenSource tokens() {
    return tokens;
  }

  /** 0 to {@code bound}-1, from the journaled seed. */
  int random(int bound) {
    return Math.floorMod(tokens.token().hashCode(), bound);
  }

  Timers timers() {
    return timers;
  }

  Transactions transactions() {
    return transactions;
  }
}
