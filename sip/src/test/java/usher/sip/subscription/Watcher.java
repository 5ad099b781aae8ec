package usher.sip.subscription;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import usher.sip.SipStack;
import usher.sip.dialog.DialogSettings;
import usher.sip.dialog.LocalAddresses;
import usher.sip.message.Header;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.registrar.DigestAlgorithm;
import usher.sip.registrar.DigestAuth;
import usher.sip.registrar.DigestChallenge;
import usher.sip.transaction.Timers;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** A phone with lamps at a stack on virtual time; it writes its messages by hand. */
final class Watcher {
  private static final InetSocketAddress OURS = at("127.0.0.1", 5060);
  private static final InetSocketAddress PHONE = at("127.0.1.1", 5070);
  private static final String REALM = "usher.test";

  final Timers timers = new Timers(0);
  final Map<String, Lamp> lamps = new HashMap<>();
  final Map<String, List<String>> lists = new HashMap<>();
  final Subscriptions subscriptions;

  private final List<SipMessage> sent = new ArrayList<>();
  private final SipStack stack;
  private final Map<String, String> dialogs = new HashMap<>();
  private long cseq;
  private int branches;
  private String account = "desk";
  private String password = "pw-desk";
  private boolean answers = true;

  Watcher() {
    this(new Subscriptions.Limits(Subscriptions.MAX_PER_ACCOUNT, Subscriptions.MAX));
  }

  Watcher(Subscriptions.Limits limits) {
    LocalAddresses locals =
        new LocalAddresses(Map.of(TransportProtocol.UDP, OURS, TransportProtocol.TCP, OURS));
    TokenSource tokens = new TokenSource(new byte[TokenSource.SEED_BYTES]);
    stack =
        new SipStack(
            (flow, message) -> sent.add(message),
            timers,
            tokens,
            locals,
            new DialogSettings("usher", "Usher/test"),
            register -> {},
            event -> {});
    DigestAuth auth = new DigestAuth(REALM, Watcher::ha1, new byte[DigestAuth.KEY_BYTES]);
    subscriptions =
        new Subscriptions(
            new Subscriptions.Surroundings(
                stack.dialogs(), stack.transactions(), timers, tokens, REALM, auth),
            new LampSource() {
              @Override
              public @Nullable Lamp lamp(String resource) {
                return lamps.get(resource);
              }

              @Override
              public @Nullable List<String> members(String list) {
                return lists.get(list);
              }
            },
            limits);
    stack.notifyBy(subscriptions::received);
    lamps.put("anna", new Lamp(Light.FREE, 0));
  }

  private static @Nullable String ha1(String user, DigestAlgorithm algorithm) {
    return user.startsWith("desk") ? algorithm.ha1(user, REALM, "pw-" + user) : null;
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  Watcher as(String name, String secret) {
    account = name;
    password = secret;
    return this;
  }

  /** From now on it says nothing to a NOTIFY. */
  void fallsSilent() {
    answers = false;
  }

  /** The To of its next requests with this Call-ID. */
  void believesIn(String callId, String to) {
    dialogs.put(callId, to);
  }

  /** The CSeq begins anew. */
  void countsFrom(long number) {
    cseq = number;
  }

  void passS(long seconds) {
    passMs(seconds * 1000);
  }

  void passMs(long ms) {
    timers.advance(timers.nowNs() + TimeUnit.MILLISECONDS.toNanos(ms));
  }

  /** The lamp of anna changes. */
  void shows(Light light) {
    shows("anna", new Lamp(light, 0));
  }

  void shows(String resource, Lamp lamp) {
    lamps.put(resource, lamp);
    subscriptions.changed(resource);
  }

  // ---- SUBSCRIBE

  /** Subscribes anew, answering the challenge, and takes the NOTIFY; what the server said. */
  SipResponse subscribes(String resource, String event, long expiresS) {
    return subscribes(resource, event, "call-" + (cseq + 1), expiresS, w -> w);
  }

  /** Subscribes, or once more where the Call-ID is known. */
  SipResponse subscribes(
      String resource, String event, String callId, long expiresS, UnaryOperator<SipWriter> more) {
    UnaryOperator<SipWriter> all =
        writer -> more.apply(writer.header(Header.EXPIRES, Long.toString(expiresS)));
    return subscribes(resource, event, callId, all);
  }

  SipResponse subscribes(
      String resource, String event, String callId, UnaryOperator<SipWriter> more) {
    SipResponse response = asks(resource, event, callId, more);
    if (response.status() == 401) {
      String uri = "sip:" + resource + "@" + REALM;
      DigestChallenge challenge =
          Objects.requireNonNull(DigestChallenge.first(response.headers(Header.WWW_AUTHENTICATE)));
      String proof = challenge.authorization(account, password, "SUBSCRIBE", uri, 1, "c" + cseq);
      response =
          asks(resource, event, callId, w -> more.apply(w.header(Header.AUTHORIZATION, proof)));
    }
    if (response.status() == 200) {
      dialogs.put(callId, String.valueOf(response.header(Header.TO)));
    }
    return response;
  }

  /** Sends a SUBSCRIBE as it is. */
  SipResponse asks(String resource, String event, String callId, UnaryOperator<SipWriter> more) {
    String uri = "sip:" + resource + "@" + REALM;
    cseq++;
    SipWriter writer =
        SipWriter.request("SUBSCRIBE", uri)
            .header(Header.VIA, "SIP/2.0/UDP 127.0.1.1:5070;branch=z9hG4bKw" + ++branches)
            .header(Header.MAX_FORWARDS, "70")
            .header(Header.FROM, "<sip:" + account + "@usher.test>;tag=far")
            .header(Header.TO, dialogs.getOrDefault(callId, "<" + uri + ">"))
            .header(Header.CALL_ID, callId)
            .header(Header.CSEQ, cseq + " SUBSCRIBE")
            .header(Header.CONTACT, "<sip:" + account + "@127.0.1.1:5070>")
            .header(Header.EVENT, event);
    receive(more.apply(writer).toRequest());
    return sent.stream()
        .filter(SipResponse.class::isInstance)
        .map(SipResponse.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private void receive(SipMessage message) {
    stack.received(message, new Flow(TransportProtocol.UDP, OURS, PHONE, Flow.NO_CONNECTION));
  }

  // ---- NOTIFY

  /** The NOTIFYs that came and were not read, each answered with 200. */
  List<SipRequest> reads() {
    return reads(200, w -> w);
  }

  List<SipRequest> reads(int status, UnaryOperator<SipWriter> more) {
    List<SipRequest> notifies = requests();
    sent.clear();
    if (answers) {
      notifies.forEach(
          each -> receive(more.apply(SipWriter.response(status, each, null)).toResponse()));
    }
    return notifies;
  }

  private List<SipRequest> requests() {
    return sent.stream()
        .filter(SipRequest.class::isInstance)
        .map(SipRequest.class::cast)
        .filter(request -> request.methodName().equals("NOTIFY"))
        .toList();
  }

  /** What the one NOTIFY that came says: state of the subscription, then the document. */
  String readsOne() {
    List<SipRequest> notifies = reads();
    if (notifies.size() != 1) {
      throw new AssertionError(notifies.size() + " NOTIFYs: " + notifies);
    }
    return text(notifies.getFirst());
  }

  static String text(SipRequest notify) {
    String body = new String(notify.body(), StandardCharsets.UTF_8);
    return notify.header(Header.SUBSCRIPTION_STATE) + "\n" + body;
  }
}
