package usher.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** Where responses go, and what they say about where the request came from. */
class ResponseRouteTest {
  private final Recorder recorder = new Recorder();

  /** An OPTIONS with this top Via comes over this flow and is answered. */
  private Recorder.Sent answerTo(String via, Flow flow) {
    recorder.transactions.received(Messages.request("OPTIONS", via), flow);
    ServerTransaction opened = recorder.lastOpened();
    opened.respond(Messages.response(200, opened.request()));
    return recorder.sent.getLast();
  }

  private static String via(Recorder.Sent sent) {
    return sent.message().headers(Header.VIA).getFirst();
  }

  @Test
  void withoutRportItGoesToTheSentByPortOfTheAddressItCameFrom() {
    Recorder.Sent sent =
        answerTo(
            "SIP/2.0/UDP 127.0.1.1:5070;branch=z9hG4bK1", Recorder.udpFrom("127.0.1.1", 40000));
    assertThat(sent.flow().remote()).isEqualTo(Recorder.at("127.0.1.1", 5070));
    assertThat(via(sent)).isEqualTo("SIP/2.0/UDP 127.0.1.1:5070;branch=z9hG4bK1");
  }

  @Test
  void withoutAPortItGoesTo5060() {
    Recorder.Sent sent =
        answerTo("SIP/2.0/UDP 127.0.1.1;branch=z9hG4bK1", Recorder.udpFrom("127.0.1.1", 40000));
    assertThat(sent.flow().remote()).isEqualTo(Recorder.at("127.0.1.1", 5060));
  }

  @Test
  void rportBringsItBackToThePortItCameFrom() {
    Recorder.Sent sent =
        answerTo(
            "SIP/2.0/UDP 127.0.1.1:5070;rport;branch=z9hG4bK1",
            Recorder.udpFrom("127.0.1.1", 40000));
    assertThat(sent.flow().remote()).isEqualTo(Recorder.at("127.0.1.1", 40000));
    assertThat(via(sent))
        .isEqualTo("SIP/2.0/UDP 127.0.1.1:5070;branch=z9hG4bK1;received=127.0.1.1;rport=40000");
  }

  @Test
  void aSentByThatIsNotTheSourceGetsReceived() {
    Recorder.Sent sent =
        answerTo(
            "SIP/2.0/UDP phone.test:5070;branch=z9hG4bK1", Recorder.udpFrom("127.0.1.9", 5070));
    assertThat(sent.flow().remote()).isEqualTo(Recorder.at("127.0.1.9", 5070));
    assertThat(via(sent))
        .isEqualTo("SIP/2.0/UDP phone.test:5070;branch=z9hG4bK1;received=127.0.1.9");
  }

  @Test
  void itNeverGoesToABroadcastMulticastOrForeignAddress() {
    for (String host : new String[] {"255.255.255.255", "224.0.1.75", "192.0.2.1"}) {
      Recorder.Sent sent =
          answerTo(
              "SIP/2.0/UDP " + host + ":5070;maddr=192.0.2.2;branch=z9hG4bK" + host,
              Recorder.udp());
      assertThat(sent.flow().remote()).isEqualTo(Recorder.PEER);
    }
  }

  @Test
  void whatTheClientClaimsAboutItsSourceIsReplaced() {
    Recorder.Sent sent =
        answerTo(
            "SIP/2.0/UDP h.test ; received=192.0.2.9; rport=1 ;x=\"a;b,c\" ;branch=z9hG4bK1",
            Recorder.udp());
    assertThat(via(sent))
        .isEqualTo(
            "SIP/2.0/UDP h.test ;x=\"a;b,c\" ;branch=z9hG4bK1;received=127.0.1.1;rport=5070");
  }

  @Test
  void onlyTheFirstOfSeveralValuesIsStamped() {
    Recorder.Sent sent =
        answerTo(
            "SIP/2.0/UDP h.test;rport;branch=z9hG4bK1 , SIP/2.0/UDP"
                + " first.test;rport;branch=z9hG4bK0",
            Recorder.udp());
    assertThat(via(sent))
        .isEqualTo(
            "SIP/2.0/UDP h.test;branch=z9hG4bK1;received=127.0.1.1;rport=5070"
                + " , SIP/2.0/UDP first.test;rport;branch=z9hG4bK0");
  }

  @Test
  void nothingElseInTheRequestChanges() {
    SipRequest received =
        Messages.parse(
            "MESSAGE sip:bob@usher.test SIP/2.0",
            "v: SIP/2.0/UDP h.test",
            " ;rport;branch=z9hG4bK1",
            "Via: SIP/2.0/UDP second.test;branch=z9hG4bK0",
            "From: <sip:anna@usher.test>;tag=anna",
            "To: <sip:bob@usher.test>",
            "Call-ID: call-1",
            "CSeq: 1 MESSAGE",
            "X-Strange:   as it is ",
            "",
            "the body");
    recorder.transactions.received(received, Recorder.udp());
    String stamped = recorder.lastOpened().request().toString();
    assertThat(stamped)
        .isEqualTo(
            received
                .toString()
                .replace(
                    "h.test\r\n ;rport;branch=z9hG4bK1",
                    "h.test;branch=z9hG4bK1;received=127.0.1.1;rport=5070"));
  }

  @Test
  void theRequestIsTheVerySameWhereThereIsNothingToAdd() {
    SipRequest request = Messages.request("OPTIONS");
    recorder.transactions.received(request, Recorder.udp());
    assertThat(recorder.lastOpened().request()).isSameAs(request);
  }

  @Test
  void anIpv6SourceStandsWithoutBrackets() {
    Flow flow = Recorder.udpFrom("2001:db8::9:1", 5070);
    Recorder.Sent sent = answerTo("SIP/2.0/UDP [2001:db8::9:255];rport;branch=z9hG4bK1", flow);
    assertThat(sent.flow().remote()).isEqualTo(flow.remote());
    assertThat(via(sent)).endsWith(";received=2001:db8:0:0:0:0:9:1;rport=5070");
  }

  @Test
  void ourViaHasBracketsRoundAnIpv6Address() {
    Flow flow =
        new Flow(
            TransportProtocol.TCP, Recorder.at("::1", 5060), Recorder.PEER, Flow.NO_CONNECTION);
    assertThat(Transactions.via(flow, "z9hG4bK1"))
        .isEqualTo("SIP/2.0/TCP [0:0:0:0:0:0:0:1]:5060;rport;branch=z9hG4bK1");
  }

  @Test
  void overAStreamItGoesBackOverTheSameConnection() {
    Recorder.Sent sent = answerTo("SIP/2.0/TCP h.test:5099;branch=z9hG4bK1", Recorder.tcp());
    assertThat(sent.flow()).isEqualTo(Recorder.tcp());
  }

  @Test
  void whereThatConnectionIsGoneANewOneToTheSentByPortIsTriedOnce() {
    Recorder.Sent sent = answerTo("SIP/2.0/TCP h.test:5099;branch=z9hG4bK1", Recorder.tcp());
    SipMessage response = sent.message();
    recorder.transactions.received(
        Messages.request("INVITE", "SIP/2.0/TCP h.test:5099;branch=z9hG4bK2"), Recorder.tcp());
    ServerTransaction invite = recorder.lastOpened();
    invite.respond(Messages.response(486, invite.request()));
    SipMessage busy = recorder.lastSent();
    recorder.forget();

    recorder.transactions.undeliverable(busy, Recorder.tcp());
    assertThat(recorder.sends).containsExactly("486");
    Flow fresh = recorder.sent.getLast().flow();
    assertThat(fresh.connection()).isEqualTo(Flow.NO_CONNECTION);
    assertThat(fresh.remote()).isEqualTo(Recorder.at("127.0.1.1", 5099));
    assertThat(recorder.told).isEmpty();

    recorder.transactions.undeliverable(busy, fresh);
    assertThat(recorder.sends).containsExactly("486");
    assertThat(recorder.told).containsExactly("failed");
    recorder.transactions.undeliverable(response, Recorder.tcp());
    assertThat(recorder.sends).containsExactly("486");
  }
}
