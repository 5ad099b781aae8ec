package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** Where requests inside a dialog go, and by which way. */
class RoutingTest {
  private static final InetSocketAddress PROXY = Stage.at("127.0.3.1", 5080);

  private static Flow to(InetSocketAddress where) {
    return Stage.UDP.to(where);
  }

  private static SipRequest bye(Stage stage) {
    stage.dialog().hangUp(null);
    return stage.lastRequest("BYE");
  }

  private static Flow lastFlow(Stage stage) {
    return stage.sent.getLast().flow();
  }

  /** RFC 3261 12.1, 12.2.1.1. */
  @Nested
  class OverProxies {
    private static final String LOOSE = "<sip:127.0.3.1:5080;lr>, <sip:127.0.3.2;lr;x=1>;p=q";
    private static final String STRICT = "<sip:127.0.3.1:5080?a=b>, <sip:127.0.3.2;lr>";

    @Test
    void aCalledOneTakesTheRouteInOrder() {
      CallToUs call = new CallToUs();
      call.far.invites(writer -> writer.header(Header.RECORD_ROUTE, LOOSE));
      call.confirms();
      SipRequest bye = bye(call.stage);
      assertThat(bye.requestUri()).isEqualTo("sip:phone@127.0.1.1:5070");
      assertThat(bye.headers(Header.ROUTE))
          .containsExactly("<sip:127.0.3.1:5080;lr>", "<sip:127.0.3.2;lr;x=1>;p=q");
      assertThat(lastFlow(call.stage)).isEqualTo(to(PROXY));
    }

    @Test
    void aCallerTakesTheRouteBackwards() {
      CallOfOurs call = new CallOfOurs();
      call.answeredOver("<sip:127.0.3.2;lr>, <sip:127.0.3.1:5080;lr>");
      assertThat(call.stage.lastRequest("ACK").headers(Header.ROUTE))
          .containsExactly("<sip:127.0.3.1:5080;lr>", "<sip:127.0.3.2;lr>");
      assertThat(lastFlow(call.stage)).isEqualTo(to(PROXY));
      assertThat(bye(call.stage).headers(Header.ROUTE)).hasSize(2);
    }

    @Test
    void aStrictProxyGetsItsOwnAddressInTheRequestLine() {
      CallToUs call = new CallToUs();
      call.far.invites(writer -> writer.header(Header.RECORD_ROUTE, STRICT));
      call.confirms();
      SipRequest bye = bye(call.stage);
      assertThat(bye.requestUri()).isEqualTo("sip:127.0.3.1:5080");
      assertThat(bye.headers(Header.ROUTE))
          .containsExactly("<sip:127.0.3.2;lr>", "<sip:phone@127.0.1.1:5070>");
      assertThat(lastFlow(call.stage)).isEqualTo(to(PROXY));
    }

    @Test
    void theRouteStaysWhenTheTargetMoves() {
      CallToUs call = new CallToUs();
      call.far.invites(writer -> writer.header(Header.RECORD_ROUTE, "<sip:127.0.3.1:5080;lr>"));
      call.confirms();
      call.far.contact = "<sip:phone@127.0.1.9:5079>";
      call.far.invites(writer -> writer.header(Header.RECORD_ROUTE, "<sip:127.0.4.4;lr>"));
      call.stage.dialog().acceptReinvite(Stage.ANSWER);
      SipRequest bye = bye(call.stage);
      assertThat(bye.requestUri()).isEqualTo("sip:phone@127.0.1.9:5079");
      assertThat(bye.headers(Header.ROUTE)).containsExactly("<sip:127.0.3.1:5080;lr>");
      assertThat(lastFlow(call.stage)).isEqualTo(to(PROXY));
    }

    @Test
    void aProxyWithANameIsReachedWhereTheInviteCameFrom() {
      CallToUs call = new CallToUs();
      call.far.invites(writer -> writer.header(Header.RECORD_ROUTE, "<sip:edge.usher.test;lr>"));
      call.confirms();
      assertThat(bye(call.stage).headers(Header.ROUTE)).containsExactly("<sip:edge.usher.test;lr>");
      assertThat(lastFlow(call.stage)).isEqualTo(Stage.UDP);
    }

    @Test
    void anAnswerOverAProxyThatIsNoSipUriIsEnded() {
      CallOfOurs call = new CallOfOurs();
      call.answeredOver("<tel:+4930123456>");
      assertThat(call.stage.tells()).endsWith("Refused 502");
      assertThat(call.stage.sends()).endsWith("ACK", "BYE");
    }
  }

  @Nested
  class ToTheContact {
    @Test
    void theTargetMovesWithThePeersReinvite() {
      CallToUs call = new CallToUs();
      call.confirmed();
      call.far.contact = "<sip:phone@127.0.1.9:5079>";
      call.far.reinvites();
      call.stage.dialog().acceptReinvite(Stage.ANSWER);
      call.far.acknowledges();
      assertThat(bye(call.stage).requestUri()).isEqualTo("sip:phone@127.0.1.9:5079");
      assertThat(lastFlow(call.stage)).isEqualTo(to(Stage.at("127.0.1.9", 5079)));
    }

    @Test
    void theTargetStaysWhereTheReinviteIsRefused() {
      CallToUs call = new CallToUs();
      call.confirmed();
      call.far.contact = "<sip:phone@127.0.1.9:5079>";
      call.far.reinvites();
      call.stage.dialog().refuseReinvite(488);
      assertThat(bye(call.stage).requestUri()).isEqualTo("sip:phone@127.0.1.1:5070");
    }

    @Test
    void theTargetMovesWithTheAnswerToOurReinvite() {
      CallOfOurs call = new CallOfOurs();
      call.confirmed();
      call.stage.dialog().reinvite(Stage.OFFER);
      call.far.contact = "<sip:bob@127.0.1.9:5079>";
      call.far.answers(200);
      assertThat(call.stage.lastRequest("ACK").requestUri()).isEqualTo("sip:bob@127.0.1.9:5079");
      assertThat(bye(call.stage).requestUri()).isEqualTo("sip:bob@127.0.1.9:5079");
      assertThat(lastFlow(call.stage)).isEqualTo(to(Stage.at("127.0.1.9", 5079)));
    }

    @Test
    void aReinviteWithoutContactLeavesTheTarget() {
      CallToUs call = new CallToUs();
      call.confirmed();
      call.far.contact = "<tel:+4930123456>";
      call.far.reinvites();
      call.stage.dialog().acceptReinvite(Stage.ANSWER);
      assertThat(bye(call.stage).requestUri()).isEqualTo("sip:phone@127.0.1.1:5070");
    }

    @Test
    void aContactThatIsANameIsReachedWhereTheInviteCameFrom() {
      CallToUs call = new CallToUs();
      call.far.contact = "<sip:anna@phone.usher.test>";
      call.confirmed();
      assertThat(bye(call.stage).requestUri()).isEqualTo("sip:anna@phone.usher.test");
      assertThat(lastFlow(call.stage)).isEqualTo(Stage.UDP);
    }

    @Test
    void aContactThatAsksForTlsIsReachedWhereTheInviteCameFrom() {
      CallToUs call = new CallToUs();
      call.far.contact = "<sips:anna@127.0.1.9>";
      call.confirmed();
      bye(call.stage);
      assertThat(lastFlow(call.stage)).isEqualTo(Stage.UDP);
    }
  }

  @Nested
  class BehindATranslation {
    private static final String PRIVATE = "<sip:phone@10.0.0.5:5070>";

    @Test
    void aCallerIsReachedWhereItsInviteCameFrom() {
      CallToUs call = hiddenCaller();
      assertThat(bye(call.stage).requestUri()).isEqualTo("sip:phone@10.0.0.5:5070");
      assertThat(lastFlow(call.stage)).isEqualTo(Stage.UDP);
    }

    @Test
    void aCallerStaysReachableAfterItHasAnsweredOurReinvite() {
      CallToUs call = hiddenCaller();
      call.stage.dialog().reinvite(Stage.OFFER);
      call.far.answers(200);
      bye(call.stage);
      assertThat(lastFlow(call.stage)).isEqualTo(Stage.UDP);
    }

    @Test
    void aCallerWhosePortWasTranslatedAnewIsReachedThereOnceItHasProvedItself() {
      CallToUs call = hiddenCaller();
      call.far.flow = to(Stage.at("127.0.1.1", 6000));
      call.stage.stack.dialogs().trust(call.far.flow::equals);
      call.far.reinvites();
      call.stage.dialog().acceptReinvite(Stage.ANSWER);
      bye(call.stage);
      assertThat(lastFlow(call.stage)).isEqualTo(call.far.flow);
    }

    private static CallToUs hiddenCaller() {
      CallToUs call = new CallToUs();
      call.far.via = "10.0.0.5:5070;rport";
      call.far.contact = PRIVATE;
      call.confirmed();
      return call;
    }

    @Test
    void anAgentIsReachedWhereItsRegistrationCameFrom() {
      CallOfOurs call = new CallOfOurs();
      call.stage.call("sip:bob@10.0.0.5:5070", Stage.UDP, Stage.OFFER);
      call.far.contact = PRIVATE;
      call.far.answers(200);
      assertThat(call.stage.lastRequest("ACK").requestUri()).isEqualTo("sip:phone@10.0.0.5:5070");
      assertThat(lastFlow(call.stage)).isEqualTo(Stage.UDP);
      call.stage.dialog().reinvite(Stage.OFFER);
      call.far.answers(200);
      bye(call.stage);
      assertThat(lastFlow(call.stage)).isEqualTo(Stage.UDP);
    }

    @Test
    void anAgentWhoseAddressIsItsOwnIsReachedAtItsContact() {
      CallOfOurs call = new CallOfOurs();
      call.far.contact = "<sip:bob@127.0.1.7:5077>";
      call.confirmed();
      assertThat(lastFlow(call.stage)).isEqualTo(to(Stage.at("127.0.1.7", 5077)));
    }
  }

  @Nested
  class OverAConnection {
    @Test
    void requestsTakeTheConnectionOfTheInvite() {
      CallToUs call = overTcp("<sip:phone@127.0.1.1:5070;transport=tcp>");
      bye(call.stage);
      assertThat(lastFlow(call.stage)).isEqualTo(Stage.TCP);
      assertThat(call.stage.lastResponse().header(Header.CONTACT))
          .isEqualTo("<sip:usher@127.0.0.1:5060;transport=tcp>");
    }

    @Test
    void aNewConnectionGoesToTheContactWhenTheOldOneBroke() {
      CallToUs call = overTcp("<sip:phone@127.0.1.1:5070;transport=tcp>");
      SipRequest bye = bye(call.stage);
      call.stage.forget();
      call.stage.stack.undeliverable(bye, Stage.TCP);
      assertThat(call.stage.sends()).containsExactly("BYE");
      Flow anew =
          new Flow(
              TransportProtocol.TCP, Stage.OURS, Stage.at("127.0.1.1", 5070), Flow.NO_CONNECTION);
      assertThat(lastFlow(call.stage)).isEqualTo(anew);
      call.stage.stack.undeliverable(call.stage.lastRequest("BYE"), anew);
      assertThat(call.stage.sends()).containsExactly("BYE");
    }

    @Test
    void aReinviteTakesTheNewConnectionToo() {
      CallToUs call = overTcp("<sip:phone@127.0.1.1:5070;transport=tcp>");
      call.stage.dialog().reinvite(Stage.OFFER);
      call.stage.forget();
      call.stage.stack.undeliverable(call.stage.lastRequest("INVITE"), Stage.TCP);
      assertThat(call.stage.sends()).containsExactly("INVITE");
      call.far.answers(200);
      assertThat(call.stage.tells()).containsExactly("ReinviteAnswered");
    }

    @Test
    void whoCannotBeReachedOtherwiseIsLeft() {
      CallToUs call = overTcp("<sip:anna@phone.usher.test;transport=tcp>");
      call.stage.dialog().reinvite(Stage.OFFER);
      call.stage.forget();
      call.stage.stack.undeliverable(call.stage.lastRequest("INVITE"), Stage.TCP);
      assertThat(call.stage.tells()).containsExactly("ReinviteRefused 503");
      assertThat(call.stage.sends()).isEmpty();
    }

    private static CallToUs overTcp(String contact) {
      CallToUs call = new CallToUs();
      call.far.flow = Stage.TCP;
      call.far.contact = contact;
      call.confirmed();
      return call;
    }
  }
}
