package usher.softphone;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import usher.sip.SipStack;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.DialogSettings;
import usher.sip.dialog.LocalAddresses;
import usher.sip.dialog.NextHop;
import usher.sip.dialog.OutgoingInvite;
import usher.sip.dialog.SipEvent;
import usher.sip.media.AudioClip;
import usher.sip.media.MediaListener;
import usher.sip.media.MediaPlane;
import usher.sip.message.Header;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.message.Uris;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.sip.transport.Wire;
import usher.softphone.chance.Seed;
import usher.softphone.network.SimulatedNode;

/**
 * The machine that phones live on: one SIP stack, one set of addresses, one thread for all of them.
 * A new call goes to the phone whose user the Request-URI names; what is inside a call, to that
 * call.
 *
 * <p>Pure: bytes and time come in through {@link #received} and {@link #advance}, from a simulated
 * network or from {@code usher.softphone.loop.NodeLoop}.
 */
public final class PhoneHost implements SimulatedNode {
  /** User-Agent and Server of every phone. */
  static final String PRODUCT = "Usher-softphone";

  private final Timers timers;
  private final LocalAddresses locals;
  private final MediaPlane media;
  private final TokenSource tokens;
  private final RandomGenerator random;
  private final Silence silence;
  private final SipStack stack;
  private final Map<String, Softphone> phones = new HashMap<>();
  private final Map<Dialog, PhoneCall> calls = new HashMap<>();
  private @Nullable AudioClip tone;
  private Executor mediaEvents = Runnable::run;

  /**
   * A host without phones.
   *
   * @param wire takes what the phones send
   * @param locals its address for each transport
   * @param nowNs the time it begins at
   * @param media where the phones' audio ports come from
   * @param seed of its tags, branches and lots
   */
  public PhoneHost(
      Wire wire,
      Map<TransportProtocol, InetSocketAddress> locals,
      long nowNs,
      MediaPlane media,
      Seed seed) {
    this.timers = new Timers(nowNs);
    this.locals = new LocalAddresses(locals);
    this.media = media;
    this.tokens = new TokenSource(seed.bytes("tokens"));
    this.random = seed.random("phones");
    this.silence = new Silence(timers);
    this.stack =
        new SipStack(
            (flow, message) -> send(wire, flow, message),
            timers,
            new TokenSource(seed.bytes("stack")),
            this.locals,
            new DialogSettings("softphones", PRODUCT),
            this::refuseRegistration,
            this::on);
  }

  // ---- its phones

  /**
   * Adds a phone.
   *
   * @throws IllegalArgumentException where there is one of this user already
   */
  public Softphone phone(Account account, PhoneListener listener) {
    Softphone phone = new Softphone(this, account, listener);
    if (phones.putIfAbsent(account.user(), phone) != null) {
      throw new IllegalArgumentException("there is a phone " + account.user() + " already");
    }
    return phone;
  }

  /** What every phone plays to who it talks with, from now on; null for nothing. */
  public void playTone(@Nullable AudioClip newTone) {
    tone = newTone;
  }

  /**
   * Says how what happens on media threads comes to the phones' thread; without it, a media plane
   * must have no threads of its own.
   */
  public void hearMediaOn(Executor phonesThread) {
    mediaEvents = phonesThread;
  }

  /** Calls of all phones that are not over. */
  public int liveCalls() {
    return calls.size();
  }

  /** Dialogs and transactions that the stack still remembers, for tests that look for leaks. */
  public int remembered() {
    return stack.dialogs().size() + stack.transactions().liveTransactions();
  }

  /** The deadlines of everything that happens here; phones' users set their own among them. */
  public Timers timers() {
    return timers;
  }

  /**
   * For phones without a server, who send a call to where its target says.
   *
   * @throws IllegalArgumentException where that is no URI with a literal address and a transport
   *     that this host has
   */
  public void requireReachable(String target) {
    flowTo(target);
  }

  // ---- messages and time

  @Override
  public void received(SipMessage message, Flow flow) {
    if (silence.lets(message)) {
      stack.received(message, flow);
    }
  }

  @Override
  public void undeliverable(SipMessage message, Flow flow) {
    stack.undeliverable(message, flow);
  }

  @Override
  public void connectionClosed(Flow flow) {
    // A phone that is called again makes a new one; a call goes on over it.
  }

  @Override
  public void advance(long nowNs) {
    timers.advance(nowNs);
  }

  @Override
  public long nextDeadlineNs() {
    return timers.nextDeadlineNs();
  }

  private void send(Wire wire, Flow flow, SipMessage message) {
    if (silence.letsOut(message)) {
      wire.send(flow, message);
    }
  }

  private void refuseRegistration(ServerTransaction register) {
    register.respond(
        SipWriter.response(405, register.request(), tokens.token())
            .header(Header.ALLOW, DialogSettings.ALLOW)
            .toResponse());
  }

  private void on(SipEvent event) {
    if (event instanceof SipEvent.IncomingCall(Dialog dialog, SipRequest invite)) {
      ring(dialog, invite);
      return;
    }
    PhoneCall call = calls.get(event.dialog());
    if (call != null) {
      call.on(event);
    }
  }

  private void ring(Dialog dialog, SipRequest invite) {
    Softphone phone = phones.get(RequestUser.of(invite));
    if (phone == null) {
      dialog.reject(404);
    } else {
      PhoneCall.incoming(this, phone, dialog, invite);
    }
  }

  // ---- for its phones

  Dialog invite(PhoneCall call, OutgoingInvite invite) {
    Dialog dialog = stack.dialogs().invite(invite);
    calls.put(dialog, call);
    return dialog;
  }

  void adopt(PhoneCall call, Dialog dialog) {
    calls.put(dialog, call);
  }

  void forget(Dialog dialog) {
    calls.remove(dialog);
  }

  @Nullable CallMedia openMedia(MediaListener listener) {
    return CallMedia.open(media, listener, random.nextLong(), tone);
  }

  void onMediaEvent(Runnable event) {
    mediaEvents.execute(event);
  }

  Transactions transactions() {
    return stack.transactions();
  }

  TokenSource tokens() {
    return tokens;
  }

  RandomGenerator random() {
    return random;
  }

  void silence(Softphone phone, @Nullable String registration) {
    List<String> callIds = new ArrayList<>();
    phone.calls().forEach(call -> callIds.add(call.callId()));
    if (registration != null) {
      callIds.add(registration);
    }
    silence.fall(phone.account().user(), callIds);
  }

  void unsilence(Softphone phone) {
    silence.end(phone.account().user());
  }

  boolean isSilent(Softphone phone) {
    return silence.isSilent(phone.account().user());
  }

  /** Where a phone without a server sends its calls. */
  Flow flowTo(String uri) {
    SipURI sip = Uris.sip(uri);
    Flow flow = sip == null ? null : NextHop.of(sip, locals);
    if (flow == null) {
      throw new IllegalArgumentException(
          "without a server "
              + uri
              + " cannot be called: no literal address, or another transport");
    }
    return flow;
  }

  /** The Contact of this phone's registration, as a name-addr. */
  String contact(Softphone phone) {
    Flow server = phone.account().server();
    if (server == null) {
      throw new IllegalStateException(phone + " has no server");
    }
    return "<" + server.contactUri(phone.account().user()) + ">";
  }
}
