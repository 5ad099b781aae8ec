package usher.sip.dialog;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import usher.sip.SipStack;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.sip.transport.Wire;

/** The whole stack on virtual time; what it sends and tells is written down. */
final class Stage implements Wire {
  static final InetSocketAddress OURS = at("127.0.0.1", 5060);
  static final InetSocketAddress PEER = at("127.0.1.1", 5070);
  static final Flow UDP = new Flow(TransportProtocol.UDP, OURS, PEER, Flow.NO_CONNECTION);
  static final Flow TCP = new Flow(TransportProtocol.TCP, OURS, PEER, 7);
  static final byte[] OFFER = "v=0 offer\r\n".getBytes(StandardCharsets.US_ASCII);
  static final byte[] ANSWER = "v=0 answer\r\n".getBytes(StandardCharsets.US_ASCII);

  record Sent(SipMessage message, Flow flow, long atNs) {}

  final Timers timers = new Timers(0);
  final List<Sent> sent = new ArrayList<>();
  final List<SipEvent> told = new ArrayList<>();
  final SipStack stack;

  /** What {@link #forget} does not forget. */
  private final List<SipMessage> everSent = new ArrayList<>();

  private @Nullable Dialog dialog;

  Stage(int seed) {
    byte[] bytes = new byte[TokenSource.SEED_BYTES];
    bytes[0] = (byte) seed;
    LocalAddresses locals =
        new LocalAddresses(Map.of(TransportProtocol.UDP, OURS, TransportProtocol.TCP, OURS));
    stack =
        new SipStack(
            this,
            timers,
            new TokenSource(bytes),
            locals,
            new DialogSettings("usher", "Usher"),
            register -> {},
            this::hear);
    stack.transactions().believe(_ -> true);
  }

  static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private void hear(SipEvent event) {
    told.add(event);
    dialog = event.dialog();
  }

  @Override
  public void send(Flow flow, SipMessage message) {
    sent.add(new Sent(message, flow, timers.nowNs()));
    everSent.add(message);
  }

  /** We call the peer. */
  Dialog call(byte @Nullable [] offer) {
    return call("sip:bob@127.0.1.1:5070", UDP, offer);
  }

  Dialog call(String uri, Flow flow, byte @Nullable [] offer) {
    HeaderLine extra = new HeaderLine("X-Offer", "17");
    dialog =
        stack
            .dialogs()
            .invite(
                new OutgoingInvite(
                    uri, flow, "<sip:usher@usher.test>", "<" + uri + ">", offer, List.of(extra)));
    return dialog;
  }

  /** The dialog of the last event, or the one we made. */
  Dialog dialog() {
    return Objects.requireNonNull(dialog, "no dialog yet");
  }

  void forget() {
    sent.clear();
    told.clear();
  }

  void passMs(long ms) {
    timers.advance(timers.nowNs() + ms * 1_000_000);
  }

  /** The first request of this method that was ever sent. */
  SipRequest firstRequest(String method) {
    return requests(method).getFirst();
  }

  SipRequest lastRequest(String method) {
    return requests(method).getLast();
  }

  private List<SipRequest> requests(String method) {
    return everSent.stream()
        .filter(SipRequest.class::isInstance)
        .map(SipRequest.class::cast)
        .filter(request -> request.methodName().equals(method))
        .toList();
  }

  SipResponse lastResponse() {
    return everSent.stream()
        .filter(SipResponse.class::isInstance)
        .map(SipResponse.class::cast)
        .toList()
        .getLast();
  }

  SipEvent lastTold() {
    return told.getLast();
  }

  int sentBytes() {
    return sent.stream().mapToInt(each -> each.message().bytes().length).sum();
  }

  /** What was sent: methods, and statuses with the method they answer. */
  List<String> sends() {
    return sent.stream().map(each -> word(each.message())).toList();
  }

  List<String> tells() {
    return told.stream().map(Stage::word).toList();
  }

  /** The instants in ms at which such messages were sent. */
  List<Long> msOf(String word) {
    return sent.stream()
        .filter(each -> word(each.message()).equals(word))
        .map(each -> each.atNs() / 1_000_000)
        .toList();
  }

  static String word(SipMessage message) {
    return switch (message) {
      case SipRequest request -> request.methodName();
      case SipResponse response -> response.status() + " " + response.cseqMethod();
    };
  }

  private static String word(SipEvent event) {
    String name = event.getClass().getSimpleName();
    return switch (event) {
      case SipEvent.Progress progress -> name + " " + progress.response().status();
      case SipEvent.Refused refused -> name + " " + refused.status();
      case SipEvent.ReinviteRefused refused -> name + " " + refused.status();
      case SipEvent.Ended ended -> name + " " + ended.reason();
      case SipEvent.IncomingCall _, SipEvent.Cancelled _, SipEvent.Acknowledged _ -> name;
      case SipEvent.Answered _, SipEvent.Reinvited _, SipEvent.ReinviteAcknowledged _ -> name;
      case SipEvent.ReinviteCancelled _, SipEvent.ReinviteAnswered _ -> name;
      case SipEvent.InfoReceived _, SipEvent.Referred _, SipEvent.Notified _ -> name;
      case SipEvent.ReferAnswered answered -> name + " " + answered.status();
    };
  }
}
