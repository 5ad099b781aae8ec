package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.sip.message.Header;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.softphone.network.SimulatedHost;
import usher.softphone.network.SimulatedNode;

/** A phone that cannot be understood is told so, and why, before an agent's phone rings. */
class UnservableOffersTest {
  private static final String TARGET = "sip:sales@usher.test";

  /** Calls with one offer, and keeps what it is told. */
  private static final class OddPhone implements SimulatedNode {
    private final SimulatedHost host;
    private final List<SipResponse> answers = new ArrayList<>();

    OddPhone(SimulatedHost host) {
      this.host = host;
      host.run(this);
    }

    void call(String session) {
      Flow own = host.flow(TransportProtocol.UDP);
      String at = own.local().getAddress().getHostAddress() + ":5060";
      SipRequest invite =
          SipWriter.request("INVITE", TARGET)
              .header(Header.VIA, "SIP/2.0/UDP " + at + ";rport;branch=z9hG4bK-odd")
              .header(Header.MAX_FORWARDS, "70")
              .header(Header.FROM, "<sip:odd@caller.test>;tag=odd")
              .header(Header.TO, "<" + TARGET + ">")
              .header(Header.CALL_ID, "odd")
              .header(Header.CSEQ, "1 INVITE")
              .header(Header.CONTACT, "<sip:odd@" + at + ">")
              .body("application/sdp", session.getBytes(StandardCharsets.US_ASCII))
              .toRequest();
      host.send(own.to(new InetSocketAddress("10.0.0.1", 5060)), invite);
    }

    @Override
    public void received(SipMessage message, Flow flow) {
      if (message instanceof SipResponse response && response.status() >= 200) {
        answers.add(response);
      }
    }

    @Override
    public void undeliverable(SipMessage message, Flow flow) {}

    @Override
    public void connectionClosed(Flow flow) {}

    @Override
    public void advance(long nowNs) {}

    @Override
    public long nextDeadlineNs() {
      return Long.MAX_VALUE;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "m=audio 4000 RTP/AVP 9, IN IP4 10.0.3.1, no common codec",
    "m=audio 4000 RTP/SAVP 0, IN IP4 10.0.3.1, no SRTP key",
    "m=audio 4000 UDP/TLS/RTP/SAVPF 0, IN IP4 10.0.3.1, no fingerprint",
    "m=video 4000 RTP/AVP 31, IN IP4 10.0.3.1, no audio",
    "m=audio 4000 RTP/AVP 0, IN IP4 phone.example, no address",
    "m=audio 4000 RTP/AVP 0, IN IP6 2001:db8::7, incompatible network address type"
  })
  void aCallerIsToldWhyHeCannotBeHeardAndNobodyIsRung(String audio, String connection, String why) {
    for (String answer : List.of("at-entry", "early-media", "on-agent")) {
      SmallCentre centre =
          new SmallCentre(
              """
              queues: { sales: { needs: { sales: 1 }, answer: %s } }
              entries: [ { to: sales, queue: sales } ]
              """
                  .formatted(answer),
              "anna");
      OddPhone odd =
          new OddPhone(centre.network().host("odd", new InetSocketAddress("10.0.3.1", 5060)));
      odd.call(
          "v=0\r\no=- 1 1 IN IP4 10.0.3.1\r\ns=-\r\nc=%s\r\nt=0 0\r\n%s\r\n"
              .formatted(connection, audio));
      centre.pass(Duration.ofSeconds(3));

      assertThat(odd.answers).isNotEmpty();
      assertThat(odd.answers.getFirst().status()).isEqualTo(488);
      assertThat(odd.answers.getFirst().header(Header.WARNING))
          .startsWith("399 ")
          .contains("\"" + why);
      assertThat(centre.phone("anna").heard()).isEmpty();
      centre.rest();
    }
  }
}
