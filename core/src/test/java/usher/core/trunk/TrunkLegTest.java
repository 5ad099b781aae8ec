package usher.core.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import usher.core.call.CallerIdentity;
import usher.core.call.OutsideRoute;
import usher.sip.SipStack;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.DialogSettings;
import usher.sip.dialog.OutgoingInvite;
import usher.sip.dialog.SipEvent;
import usher.sip.message.Header;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transport.Flow;

/** Legs over a trunk whose servers want to know who hangs up, and a phone that wants to know it. */
class TrunkLegTest {
  private static final Flow TRUNK = NorthTrunk.to("192.0.2.7");
  private static final Flow PHONE = NorthTrunk.to("192.0.2.99");
  private static final byte[] OFFER = {};

  private final List<SipMessage> sent = new ArrayList<>();
  private final Timers timers = new Timers(0);
  private final TokenSource tokens = new TokenSource(new byte[TokenSource.SEED_BYTES]);
  private @Nullable Dialog incoming;
  private final SipStack stack =
      new SipStack(
          (_, message) -> sent.add(message),
          timers,
          tokens,
          NorthTrunk.LOCALS,
          new DialogSettings("usher", "Usher"),
          _ -> {},
          this::hear);
  private final Trunks trunks =
      NorthTrunk.of(
          """
          targets: [ "sip:192.0.2.7" ]
          addresses: [ 192.0.2.7 ]
          """,
          stack.transactions(),
          timers,
          tokens);

  private void hear(SipEvent event) {
    if (event instanceof SipEvent.IncomingCall call) {
      incoming = call.dialog();
    }
  }

  @BeforeEach
  void start() {
    trunks.start();
  }

  /** A call to us from there, answered. */
  private Dialog callFrom(Flow there) {
    SipRequest invite =
        request("INVITE", "sip:help@usher.test", "z9hG4bKa", "<sip:help@usher.test>", there);
    stack.received(invite, there);
    Dialog leg = Objects.requireNonNull(incoming);
    assertThat(trunks.admits(leg)).isTrue();
    leg.accept(OFFER);
    String to = String.valueOf(sent.getLast().header(Header.TO));
    stack.received(request("ACK", "sip:usher@192.0.2.1", "z9hG4bKb", to, there), there);
    return leg;
  }

  private static SipRequest request(
      String method, String uri, String branch, String to, Flow there) {
    String ip = there.remote().getAddress().getHostAddress();
    return SipWriter.request(method, uri)
        .header(Header.VIA, "SIP/2.0/UDP " + ip + ";branch=" + branch)
        .header(Header.FROM, "<sip:anna@" + ip + ">;tag=far")
        .header(Header.TO, to)
        .header(Header.CALL_ID, "call")
        .header(Header.CSEQ, "1 " + method)
        .header(Header.CONTACT, "<sip:anna@" + ip + ">")
        .toRequest();
  }

  /** A call of ours over the trunk, answered. */
  private Dialog callTo() {
    OutsideRoute route =
        trunks.route(
            "tel:+493012",
            new CallerIdentity(
                "<sip:a@b>", "", false, null, null, false, List.of(), List.of(), ""));
    OutsideRoute.Way way = Objects.requireNonNull(route.next());
    String uri = way.target().uri();
    Dialog leg =
        stack
            .dialogs()
            .invite(
                new OutgoingInvite(
                    uri, way.target().flow(), way.from(), "<" + uri + ">", OFFER, List.of()));
    route.dialled(leg);
    SipRequest invite = last("INVITE");
    stack.received(
        SipWriter.response(200, invite, "far")
            .header(Header.CONTACT, "<sip:sbc@192.0.2.7>")
            .toResponse(),
        TRUNK);
    return leg;
  }

  private SipRequest last(String method) {
    return sent.stream()
        .filter(SipRequest.class::isInstance)
        .map(SipRequest.class::cast)
        .filter(request -> request.methodName().equals(method))
        .toList()
        .getLast();
  }

  /** Hangs up, and the far end asks in this realm who we are; what is said then. */
  private @Nullable String hangsUp(Dialog leg, Flow there, String realm) {
    leg.hangUp(null);
    assertThat(last("BYE").header(Header.PROXY_AUTHORIZATION)).isNull();
    stack.received(
        SipWriter.response(407, last("BYE"), null)
            .header(
                Header.PROXY_AUTHENTICATE,
                "Digest realm=\"" + realm + "\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256")
            .toResponse(),
        there);
    return last("BYE").header(Header.PROXY_AUTHORIZATION);
  }

  @Test
  void aTrunkLearnsWhoEndsTheCallThatItBrought() {
    assertThat(hangsUp(callFrom(TRUNK), TRUNK, "north"))
        .startsWith("Digest username=\"4930\", realm=\"north\"");
  }

  @Test
  void aTrunkLearnsWhoEndsTheCallThatItWasGiven() {
    assertThat(hangsUp(callTo(), TRUNK, "north"))
        .startsWith("Digest username=\"4930\", realm=\"north\"");
  }

  @Test
  void inAnotherRealmNothingIsProvedEvenToATrunk() {
    assertThat(hangsUp(callFrom(TRUNK), TRUNK, "elsewhere")).isNull();
    assertThat(hangsUp(callTo(), TRUNK, "elsewhere")).isNull();
  }

  @Test
  void aPhoneLearnsNothingThoughItKnowsTheRealm() {
    assertThat(hangsUp(callFrom(PHONE), PHONE, "north")).isNull();
  }
}
