package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.core.call.CallLog;
import usher.core.loop.Input;
import usher.core.trunk.TrunkFigures;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.transport.LocatedServer;
import usher.sip.transport.ServerQuery;
import usher.sip.transport.TransportProtocol;
import usher.softphone.Account;
import usher.softphone.DialRequest;
import usher.softphone.PhoneCall;
import usher.softphone.chance.Seed;
import usher.softphone.network.SimulatedHost;

/** Calls to the outside go over trunks, and calls from trunks come in. */
class TrunkTest {
  private static final String NUMBER = "+493012";
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration LONG = Duration.ofSeconds(8);

  /** Nobody is in sales, so calls leave the centre. */
  private static SmallCentre centre(String trunks) {
    SmallCentre centre =
        new SmallCentre(
            """
            queues:
              sales: { needs: { sales: 1 }, overflow: [
                { when: { ready: 0 }, do: { external: "tel:%s", ring: 20s } } ] }
              others: { needs: { others: 1 } }
            entries:
              - { to: vip, when: 'from == "+49777" && trunk == "north"', queue: others }
              - { to: passed, when: 'diverted == "+49555"', queue: others }
              - { to: sales, queue: sales }
              - { to: others, queue: others }
            transfer: { outside: [ "tel:+4930*" ] }
            trunks: [ %s ]
            """
                .formatted(NUMBER, trunks),
            "olga:others",
            "sara");
    centre.device("sara").unregister();
    return centre.pass(SHORT);
  }

  /** A server of a trunk at this address, and what it hears. */
  private static final class Server {
    final Phone phone;
    final SimulatedHost host;

    Server(SmallCentre centre, String ip) {
      host = centre.network().host(ip, new InetSocketAddress(ip, 5060));
      phone = new Phone(centre.network());
      var _ =
          SimulatedServer.phones(centre.network(), host, new Seed(1).of(ip))
              .phone(new Account(NUMBER, "north.example", "", null), phone);
    }
  }

  private static TrunkFigures trunk(SmallCentre centre, int index) {
    return centre.server().acd().figures().trunks().get(index);
  }

  private static final String NORTH =
      "{ name: north, targets: [ \"sip:10.0.2.1\", \"sip:10.0.2.2\" ], probe: never }";

  private static String sentTo(SmallCentre centre, String ip, String begin) {
    return centre.sent().stream()
        .filter(line -> line.contains(begin) && line.contains("@" + ip))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNumberIsCalledAtTheFirstTarget() {
    SmallCentre centre = centre(NORTH);
    Server first = new Server(centre, "10.0.2.1");
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(LONG);

    assertThat(first.phone.heard()).containsExactly("incoming", "established");
    assertThat(sentTo(centre, "10.0.2.1", "INVITE")).contains("sip:+493012@10.0.2.1;user=phone");
    assertThat(trunk(centre, 0).callsOut()).isOne();
    call.hangUp();
    assertThat(centre.rest().getFirst().outside().getFirst().target()).isEqualTo("tel:" + NUMBER);
    assertThat(trunk(centre, 0).callsOut()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 408})
  void theNextTargetIsTriedWhenOneDoesNotServe(int status) {
    SmallCentre centre = centre(NORTH);
    Server first = new Server(centre, "10.0.2.1");
    Server second = new Server(centre, "10.0.2.2");
    first.phone.refuses(status);
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(LONG);

    assertThat(first.phone.heard()).startsWith("incoming");
    assertThat(second.phone.heard()).containsExactly("incoming", "established");
    assertThat(trunk(centre, 0).failedOver()).isOne();
    call.hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(record.outside())
        .singleElement()
        .satisfies(at -> assertThat(at.answered()).isTrue());
    assertThat(record.legs()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {486, 404, 603})
  void whatTheNetworkSaysOfTheNumberIsItsLastWord(int status) {
    SmallCentre centre = centre(NORTH);
    Server first = new Server(centre, "10.0.2.1");
    Server second = new Server(centre, "10.0.2.2");
    first.phone.refuses(status);
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(LONG);

    assertThat(second.phone.heard()).isEmpty();
    call.hangUp();
    assertThat(centre.rest().getFirst().outside().getFirst().status()).isEqualTo(status);
  }

  @Test
  void aTargetThatSaysNothingIsGivenUpAfterFourSeconds() {
    SmallCentre centre = centre(NORTH);
    Server first = new Server(centre, "10.0.2.1");
    Server second = new Server(centre, "10.0.2.2");
    first.host.cut();
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(SHORT);
    assertThat(second.phone.heard()).isEmpty();
    centre.pass(LONG);
    assertThat(second.phone.heard()).containsExactly("incoming", "established");
    assertThat(trunk(centre, 0).targetsDead()).isOne();
    call.hangUp();
    centre.pass(SHORT);

    second.phone.heard().clear();
    PhoneCall again = centre.dials("caller", "sales");
    centre.pass(SHORT);
    assertThat(second.phone.heard()).as("at once").containsExactly("incoming", "established");
    again.hangUp();
    assertThat(centre.rest()).hasSize(2);
  }

  @Test
  void aSilentTargetThatAnswersAfterAllIsHungUp() {
    SmallCentre centre = centre(NORTH);
    Server first = new Server(centre, "10.0.2.1");
    Server second = new Server(centre, "10.0.2.2");
    first.host.cut();
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(Duration.ofSeconds(5));
    first.host.mend();
    centre.pass(Duration.ofSeconds(20));
    assertThat(first.phone.heard()).startsWith("incoming").doesNotContain("established");
    assertThat(second.phone.call().isTalking()).isTrue();
    call.hangUp();
    centre.rest();
  }

  @Test
  void aTargetThatDoesNotAnswerOptionsIsTriedLastAndComesBack() {
    SmallCentre centre = centre(NORTH.replace("never", "10s"));
    Server first = new Server(centre, "10.0.2.1");
    Server second = new Server(centre, "10.0.2.2");
    centre.pass(Duration.ofSeconds(15));
    assertThat(trunk(centre, 0).targetsDead()).isZero();
    first.host.cut();
    centre.pass(Duration.ofSeconds(60));
    assertThat(trunk(centre, 0).targetsDead()).isOne();
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(SHORT);
    assertThat(second.phone.heard()).containsExactly("incoming", "established");
    call.hangUp();

    first.host.mend();
    centre.pass(Duration.ofSeconds(60));
    assertThat(trunk(centre, 0).targetsDead()).isZero();
    PhoneCall again = centre.dials("caller", "sales");
    centre.pass(SHORT);
    assertThat(first.phone.heard()).containsExactly("incoming", "established");
    again.hangUp();
    centre.rest();
  }

  @Test
  void aCallAboveTheLimitGoesOverTheNextTrunk() {
    SmallCentre centre =
        centre(
            """
            { name: north, targets: [ "sip:10.0.2.1" ], limit: { calls: 1 } },
            { name: south, targets: [ "sip:10.0.2.2" ] }\
            """);
    Server north = new Server(centre, "10.0.2.1");
    Server south = new Server(centre, "10.0.2.2");
    PhoneCall one = centre.dials("caller", "sales");
    PhoneCall other = centre.dials("caller2", "sales");
    centre.pass(LONG);
    assertThat(north.phone.heard()).containsExactly("incoming", "established");
    assertThat(south.phone.heard()).containsExactly("incoming", "established");
    assertThat(trunk(centre, 0).refusedOut()).isOne();
    one.hangUp();
    other.hangUp();
    centre.rest();
  }

  @Test
  void soManyCallsBeginInASecondAndNoMore() {
    SmallCentre centre =
        centre(
            """
            { name: north, targets: [ "sip:10.0.2.1" ], limit: { calls-per-second: 1 } },
            { name: south, targets: [ "sip:10.0.2.2" ] }\
            """);
    Server north = new Server(centre, "10.0.2.1");
    Server south = new Server(centre, "10.0.2.2");
    List<PhoneCall> calls =
        List.of(centre.dials("caller", "sales"), centre.dials("caller2", "sales"));
    centre.pass(SHORT);
    PhoneCall later = centre.dials("caller3", "sales");
    centre.pass(SHORT);
    assertThat(north.phone.heard()).filteredOn("incoming"::equals).hasSize(2);
    assertThat(south.phone.heard()).filteredOn("incoming"::equals).hasSize(1);
    calls.forEach(PhoneCall::hangUp);
    later.hangUp();
    centre.rest();
  }

  @Test
  void aCallFromATrunkAboveItsLimitIsRefusedWithoutRetryAfter() {
    SmallCentre centre =
        centre("{ name: north, addresses: [ 10.0.1.3, 10.0.1.4/31 ], limit: { calls: 1 } }");
    PhoneCall one = centre.dials("caller", "others");
    centre.pass(SHORT);
    assertThat(trunk(centre, 0).callsIn()).isOne();
    centre.dials("caller2", "others");
    centre.pass(SHORT);
    assertThat(centre.phone("caller2").heard()).containsExactly("ended REFUSED 503");
    assertThat(trunk(centre, 0).refusedIn()).isOne();
    assertThat(centre.sent()).noneMatch(line -> line.contains("Retry-After"));
    one.hangUp();
    centre.pass(SHORT);
    PhoneCall again = centre.dials("caller2", "others");
    centre.pass(SHORT);
    assertThat(centre.phone("caller2").heard()).endsWith("established");
    again.hangUp();
    centre.rest();
  }

  @Test
  void anAgentPassesACallOnOverATrunk() {
    SmallCentre centre = centre(NORTH);
    Server first = new Server(centre, "10.0.2.1");
    Server second = new Server(centre, "10.0.2.2");
    first.phone.refuses(503);
    PhoneCall call = centre.dials("caller", "others");
    centre.pass(LONG);
    centre.phone("olga").call().transfer(NUMBER);
    centre.pass(LONG);
    assertThat(second.phone.heard()).containsExactly("incoming", "established");
    assertThat(sentTo(centre, "10.0.2.2", "INVITE")).contains("Referred-By");
    assertThat(centre.phone("olga").heard()).contains("transfer 200");
    call.hangUp();
    assertThat(centre.rest().getFirst().passes().getFirst().done()).isTrue();
  }

  // ---- names

  private static void located(SmallCentre centre, String... ips) {
    List<LocatedServer> servers = new ArrayList<>();
    for (String ip : ips) {
      InetSocketAddress address = new InetSocketAddress(ip, 5060);
      servers.add(new LocatedServer(TransportProtocol.UDP, address, servers.size(), 0));
    }
    ServerQuery query = new ServerQuery("north.example", 0, null);
    centre
        .server()
        .acd()
        .on(new Input.NameLocated(query, servers, Duration.ofSeconds(60).toNanos()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ name: north, targets: [ \"sip:north.example\" ], probe: never }",
        "{ name: south }",
      })
  void aNameIsLookedUpAheadAndTheServersBehindItAreTried(String trunk) {
    boolean direct = trunk.contains("south");
    SmallCentre centre = direct ? direct() : centre(trunk);
    ServerQuery asked = new ServerQuery("north.example", 0, null);
    assertThat(centre.server().names()).containsExactly(asked);
    located(centre, "10.0.2.1", "10.0.2.2");
    Server first = new Server(centre, "10.0.2.1");
    Server second = new Server(centre, "10.0.2.2");
    first.phone.refuses(503);
    PhoneCall call = centre.dials("caller", "sales");
    centre.pass(LONG);
    assertThat(first.phone.heard()).startsWith("incoming");
    assertThat(second.phone.heard()).containsExactly("incoming", "established");
    call.hangUp();

    centre.pass(Duration.ofSeconds(60));
    assertThat(centre.server().names()).containsExactly(asked, asked);
    located(centre);
    first.phone.refuses(0);
    PhoneCall again = centre.dials("caller", "sales");
    centre.pass(LONG);
    assertThat(first.phone.heard()).as("known from before").endsWith("established");
    again.hangUp();
    centre.rest();
  }

  private static SmallCentre direct() {
    SmallCentre centre =
        new SmallCentre(
            """
            queues:
              sales: { needs: { sales: 1 }, overflow: [
                { when: { ready: 0 }, do: { external: "sip:%s@north.example", ring: 20s } } ] }
            entries: [ { to: sales, queue: sales } ]
            """
                .formatted(NUMBER),
            "sara");
    centre.device("sara").unregister();
    return centre.pass(SHORT);
  }

  // ---- who calls

  private static void dials(SmallCentre centre, String target, HeaderLine... headers) {
    centre.add("caller", "");
    PhoneCall call =
        centre
            .device("caller")
            .dial(new DialRequest("sip:" + target + "@usher.test", true, List.of(headers)));
    centre.phone("caller").dialled(call);
    centre.pass(LONG);
  }

  private static HeaderLine asserted(String address) {
    return new HeaderLine("P-Asserted-Identity", address);
  }

  private static String trusted(boolean trusted) {
    return "{ name: north, addresses: [ 10.0.1.3 ], targets: [ \"sip:10.0.2.1\" ], trusted: %s }"
        .formatted(trusted);
  }

  private static String inviteTo(SmallCentre centre, String user) {
    return centre.sent().stream()
        .filter(line -> line.contains("INVITE sip:" + user))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aTrustedTrunkSaysWhoCalls() {
    SmallCentre centre = centre(trusted(true));
    dials(centre, "vip", asserted("\"Ada\" <sip:+49777@north.example>"));
    assertThat(centre.phone("caller").heard()).endsWith("established");
    assertThat(inviteTo(centre, "olga"))
        .contains("From: \"Ada\" <sip:+49777@north.example>")
        .contains("P-Asserted-Identity: \"Ada\" <sip:+49777@north.example>");
    centre.phone("caller").call().hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(record.ticket().caller()).isEqualTo("+49777");
    assertThat(record.caller().trunk()).isEqualTo("north");
  }

  @Test
  void nobodyElseDoes() {
    SmallCentre centre = centre(trusted(false));
    dials(centre, "vip", asserted("<sip:+49777@north.example>"));
    assertThat(centre.phone("caller").heard()).endsWith("ended REFUSED 404");
    dials(centre, "passed", new HeaderLine("Diversion", "<sip:+49555@north.example>"));
    assertThat(centre.phone("caller").heard()).endsWith("ended REFUSED 404");
    centre.rest();
  }

  @Test
  void whoWantsToStayUnknownIsUnknownToTheAgentAndToATrunkThatIsNotTrusted() {
    SmallCentre centre =
        centre(
            trusted(true).replace("targets: [ \"sip:10.0.2.1\" ], ", "")
                + ", { name: south, targets: [ \"sip:10.0.2.1\" ] }");
    Server south = new Server(centre, "10.0.2.1");
    HeaderLine[] hidden = {
      asserted("<sip:+49777@north.example>"), new HeaderLine("Privacy", "id;critical")
    };
    dials(centre, "vip", hidden);
    assertThat(inviteTo(centre, "olga"))
        .contains("anonymous@anonymous.invalid")
        .doesNotContain("49777");
    centre.phone("caller").call().hangUp();
    PhoneCall out =
        centre
            .device("caller")
            .dial(new DialRequest("sip:sales@usher.test", true, List.of(hidden)));
    centre.pass(LONG);
    assertThat(south.phone.heard()).containsExactly("incoming", "established");
    assertThat(inviteTo(centre, NUMBER))
        .contains("anonymous@anonymous.invalid")
        .doesNotContain("49777");
    out.hangUp();
    centre.rest();
  }

  @Test
  void aTrustedTrunkIsToldWithTheWishForPrivacy() {
    SmallCentre centre = centre(trusted(true));
    var _ = new Server(centre, "10.0.2.1");
    dials(centre, "sales", asserted("<sip:+49777@north.example>"), new HeaderLine("Privacy", "id"));
    assertThat(inviteTo(centre, NUMBER))
        .contains("P-Asserted-Identity: <sip:+49777@north.example>", "Privacy: id")
        .contains("anonymous@anonymous.invalid");
    centre.phone("caller").call().hangUp();
    centre.rest();
  }

  @Test
  void whomTheCallerHadDialledBeforeIsKnownAndKept() {
    SmallCentre centre = centre(trusted(true));
    dials(
        centre,
        "passed",
        new HeaderLine("History-Info", "<sip:+49555@north.example>;index=1"),
        new HeaderLine(
            "History-Info", "<sip:passed@usher.test?Reason=SIP%3Bcause%3D302>;index=1.1"));
    assertThat(centre.phone("caller").heard()).endsWith("established");
    centre.phone("caller").call().hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(record.caller().history()).hasSize(2);
    assertThat(record.caller().divertedFrom()).isEqualTo("+49555");
  }
}
