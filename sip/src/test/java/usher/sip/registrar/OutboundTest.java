package usher.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static usher.sip.registrar.RegisteringPhone.flow;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipResponse;
import usher.sip.message.TokenSource;
import usher.sip.registrar.BindingChange.Lost;
import usher.sip.registrar.BindingChange.Refreshed;
import usher.sip.transaction.Timers;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** Phones that are reached over the connection they keep (RFC 5626), and through proxies (3327). */
class OutboundTest {
  private static final String INSTANCE =
      ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\"";
  private static final String PAGE =
      "<sip:k3@x7q.invalid;transport=ws>;reg-id=1" + INSTANCE + ";expires=600";
  private static final String AT_ITS_PORT =
      "<sip:alice@192.0.2.1:5060;transport=tcp>;reg-id=1" + INSTANCE;
  private static final String EDGE = "<sip:x@198.51.100.1;lr;ob>";

  private final Timers timers = new Timers(0);
  private final DigestAuth auth =
      new DigestAuth(
          "usher.test",
          (user, algorithm) -> algorithm.ha1(user, "usher.test", "secret"),
          new byte[DigestAuth.KEY_BYTES]);
  private final Registrar registrar =
      new Registrar(
          Set.of("usher.test"),
          auth,
          timers,
          new TokenSource(new byte[TokenSource.SEED_BYTES]),
          _ -> {});
  private final Flow connection = flow(TransportProtocol.WSS, "192.0.2.1", 41000, 7);
  private final RegisteringPhone alice =
      new RegisteringPhone(registrar, "alice", "secret").over(connection);

  private Binding binding() {
    return registrar.bindings("alice").getFirst();
  }

  @Test
  void aPageIsToldThatItsConnectionIsTheWayToIt() {
    alice.with(Header.SUPPORTED, "path, gruu, outbound");
    Registration done = alice.register(PAGE);

    assertThat(done.response().header(Header.REQUIRE)).isEqualTo("outbound");
    assertThat(binding().flow()).isEqualTo(connection);
    assertThat(binding().requestUri()).isEqualTo("sip:k3@x7q.invalid;transport=ws");
  }

  @Test
  void aPhoneIsToldHowOftenToShowThatItIsThereUnlessThatIsSomebodyElsesBusiness() {
    assertThat(flowTimerOver(flow(TransportProtocol.UDP, "192.0.2.1", 40123, 0))).isEqualTo("30");
    assertThat(flowTimerOver(flow(TransportProtocol.TCP, "192.0.2.1", 40123, 3))).isEqualTo("120");
    assertThat(flowTimerOver(connection)).as("pinged by us").isNull();
    alice.with(Header.SUPPORTED, "path, outbound").with(Header.PATH, EDGE);
    assertThat(flowTimerOver(flow(TransportProtocol.TCP, "192.0.2.1", 40123, 4))).isNull();
  }

  private @Nullable String flowTimerOver(Flow flow) {
    alice.over(flow).with(Header.SUPPORTED, "path, outbound");
    SipResponse done = alice.register(PAGE).response();
    assertThat(done.header(Header.REQUIRE)).isEqualTo("outbound");
    return done.header(Header.FLOW_TIMER);
  }

  @Test
  void whoDoesNotAskForItIsNotToldSo() {
    assertThat(alice.register(AT_ITS_PORT).response().header(Header.REQUIRE)).isNull();
    alice.with(Header.SUPPORTED, "outbound");
    assertThat(alice.register("<sip:a@192.0.2.1>").response().header(Header.REQUIRE)).isNull();
  }

  @Test
  void whenThatConnectionEndsNoOtherIsMadeAlthoughThereSeemsToBeAWay() {
    alice.with(Header.SUPPORTED, "outbound").register(AT_ITS_PORT);

    assertThat(registrar.connectionClosed(connection)).singleElement().isInstanceOf(Lost.class);

    assertThat(registrar.bindings("alice")).isEmpty();
  }

  @Test
  void aPhoneThatComesBackOverAnotherConnectionTakesThePlaceOfItsOldSelf() {
    Flow next = flow(TransportProtocol.WSS, "192.0.2.9", 42000, 8);
    alice.with(Header.SUPPORTED, "outbound").register(PAGE);
    alice.over(next).callId("after-a-reload").with(Header.SUPPORTED, "outbound");

    assertThat(alice.register(PAGE.replace("x7q", "p2p")).changes())
        .singleElement()
        .isInstanceOf(Refreshed.class);

    assertThat(registrar.bindings("alice")).hasSize(1);
    assertThat(binding().flow()).isEqualTo(next);
    assertThat(registrar.connectionClosed(connection)).isEmpty();
  }

  @Test
  void aDatagramPhoneThatKeepsItsWayOpenIsReachedWhereItsRequestCameFrom() {
    Flow mapped = flow(TransportProtocol.UDP, "192.0.2.1", 40123, Flow.NO_CONNECTION);
    alice.over(mapped).with(Header.SUPPORTED, "outbound");
    alice.register("<sip:alice@192.0.2.1:5060>;reg-id=1" + INSTANCE);
    assertThat(binding().flow()).isEqualTo(mapped);
  }

  @Test
  void severalContactsWithARegistrationNumberAreRefusedTogether() {
    alice.with(Header.SUPPORTED, "outbound");
    assertThat(alice.register(PAGE, "<sip:alice@192.0.2.1>").response().status()).isEqualTo(400);
    assertThat(registrar.bindings("alice")).isEmpty();
  }

  @Test
  void requestsPassTheProxiesOfThePath() {
    Flow fromEdge = flow(TransportProtocol.UDP, "198.51.100.1", 5060, Flow.NO_CONNECTION);
    alice.over(fromEdge).with(Header.SUPPORTED, "path, outbound");
    alice.with(Header.PATH, "<sip:core@198.51.100.2;lr>, " + EDGE);
    Registration done = alice.register(PAGE);

    assertThat(done.response().status()).isEqualTo(200);
    assertThat(done.response().header(Header.REQUIRE)).isEqualTo("outbound");
    assertThat(done.response().headers(Header.PATH))
        .containsExactly("<sip:core@198.51.100.2;lr>, " + EDGE);
    assertThat(binding().path()).containsExactly("<sip:core@198.51.100.2;lr>", EDGE);
    assertThat(binding().flow()).as("whatever the phone's contact says").isEqualTo(fromEdge);
  }

  @Test
  void aProxyThatKeepsNoConnectionsCannotPromiseThem() {
    alice.with(Header.SUPPORTED, "path, outbound").with(Header.PATH, "<sip:x@198.51.100.1;lr>");
    Registration refused = alice.register(PAGE);
    assertThat(refused.response().status()).isEqualTo(439);
    assertThat(Objects.requireNonNull(refused.response().header(Header.TO))).contains("tag=");
    assertThat(registrar.bindings("alice")).isEmpty();
  }

  @Test
  void aPathThatLeadsNowhereIsRefused() {
    for (String path : new String[] {"<tel:+4930>", "<sip:strict@198.51.100.1>", "nonsense"}) {
      alice.with(Header.PATH, path);
      assertThat(alice.register("<sip:alice@192.0.2.1>").response().status()).isEqualTo(400);
    }
    assertThat(registrar.bindings("alice")).isEmpty();
  }
}
