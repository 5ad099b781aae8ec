package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.core.loop.Input;
import usher.sip.transport.TransportProtocol;
import usher.softphone.network.SimulatedHost;

/** What the lamps of a desk phone show while calls come and go. */
class LampTest {
  private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.1", 5060);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final String RULES =
      """
      queues:
        sales: { needs: { sales: 1 }, wrap-up: 30s }
        others: { needs: { others: 1 } }
      entries:
        - { to: sales, queue: sales }
        - { to: "77", queue: others }
        - { to: "78", queue: others, from: [ "4930*" ] }
      """;

  private final SmallCentre centre = new SmallCentre(RULES, "anna", "bert:others");
  private final LampPhone phone = lamps(centre);

  private static LampPhone lamps(SmallCentre centre) {
    SimulatedHost host = centre.network().host("lamps", new InetSocketAddress("10.0.3.1", 5060));
    return new LampPhone(host, host.flow(TransportProtocol.UDP).to(SERVER), "bert");
  }

  private void watches(String resource, String event) {
    phone.subscribe(resource, event);
    centre.pass(LONG);
    assertThat(phone.statuses()).isNotEmpty().allMatch(status -> status == 200);
  }

  private String last(String resource, String event) {
    return phone.told(resource, event).getLast();
  }

  @Test
  void theLampOfAnAgentFollowsTheCall() {
    watches("anna", "dialog");
    watches("anna", "presence");
    assertThat(last("anna", "dialog")).contains("terminated");
    assertThat(last("anna", "presence")).contains("open", "Ready");

    centre.dials("caller", "sales");
    centre.pass(SECOND);
    assertThat(last("anna", "dialog")).contains("direction=\"recipient\"", "early");
    centre.pass(LONG);
    assertThat(last("anna", "dialog")).contains("confirmed");
    assertThat(last("anna", "presence")).contains("on-the-phone");

    centre.phone("caller").call().hangUp();
    centre.pass(LONG);
    assertThat(last("anna", "dialog")).contains("terminated");
    assertThat(last("anna", "presence")).contains("away");
    centre.pass(Duration.ofSeconds(30));
    assertThat(last("anna", "presence")).contains("Ready");
    assertThat(phone.told("anna", "dialog")).hasSize(4);
    centre.rest();
  }

  @ParameterizedTest
  @CsvSource({"sales, sales", "77, 77", "others, 77"})
  void theLampOfAQueueBlinksWhileSomebodyWaitsThere(String resource, String dialled) {
    centre.phone("anna").picksUpAfter(null);
    centre.phone("bert").picksUpAfter(null);
    watches(resource, "dialog");
    watches(resource, "message-summary");
    assertThat(last(resource, "dialog")).contains("terminated");
    assertThat(last(resource, "message-summary")).contains("Messages-Waiting: no", "0/0");

    centre.dials("caller", dialled);
    centre.pass(LONG);
    centre.dials("other", dialled);
    centre.pass(LONG);
    assertThat(last(resource, "dialog")).contains("early");
    assertThat(last(resource, "message-summary")).contains("Messages-Waiting: yes", "2/0");
    assertThat(phone.told(resource, "dialog")).as("two callers, one lamp").hasSize(2);

    centre.phone("caller").call().hangUp();
    centre.phone("other").call().hangUp();
    centre.pass(LONG);
    assertThat(last(resource, "dialog")).contains("terminated");
    assertThat(last(resource, "message-summary")).contains("Messages-Waiting: no", "0/0");
    centre.rest();
  }

  @Test
  void aListShowsAgentsAndQueuesTogetherAndFollowsTheRules() {
    String lists = "lamp-lists: { front: [ anna, sales, bert ] }\n";
    centre.adopt(RULES + lists, "anna", "bert:others");
    watches("front", "dialog");
    assertThat(last("front", "dialog"))
        .contains("fullState=\"true\"", "sip:anna@usher.test", "sip:sales@usher.test");
    centre.dials("caller", "sales");
    centre.pass(SECOND);
    assertThat(last("front", "dialog"))
        .contains("fullState=\"false\"", "sip:anna@usher.test", "early")
        .doesNotContain("bert");
    centre.phone("caller").call().hangUp();
    centre.pass(LONG);
    centre.adopt(RULES, "anna", "bert:others");
    centre.pass(LONG);
    assertThat(last("front", "dialog")).startsWith("terminated;reason=noresource");
    centre.rest();
  }

  @Test
  void anAgentHasNoMessages() {
    watches("bert", "message-summary");
    assertThat(last("bert", "message-summary"))
        .contains("Messages-Waiting: no", "sip:bert@usher.test", "0/0");
  }

  @Test
  void whoLogsOutIsOffline() {
    watches("anna", "presence");
    centre.device("anna").unregister();
    centre.pass(LONG);
    assertThat(last("anna", "presence")).contains("closed", "Offline");
  }

  @Test
  void aNumberThatNotAllCallersReachTheQueueByIsNoName() {
    phone.subscribe("78", "dialog");
    centre.pass(SECOND);
    assertThat(phone.statuses()).containsExactly(404);
  }

  @Test
  void whatIsGoneFromTheRulesIsWatchedNoMoreAndTheRestIsWatchedOn() {
    watches("77", "dialog");
    watches("sales", "dialog");
    String rules =
        RULES.replace("        - { to: \"77\", queue: others }\n", "").replace("\"77\"", "\"79\"");
    centre.adopt(rules, "anna", "bert:others");
    centre.pass(LONG);
    assertThat(last("77", "dialog")).isEqualTo("terminated;reason=noresource ");
    assertThat(phone.told("sales", "dialog")).hasSize(1);
    centre.dials("caller", "sales");
    centre.pass(SECOND);
    assertThat(last("sales", "dialog")).contains("early");
  }

  @Test
  void aServerThatStopsLetsThePhonesKnow() {
    watches("anna", "dialog");
    centre.server().acd().on(new Input.Drain());
    centre.pass(SECOND);
    assertThat(last("anna", "dialog")).contains("terminated;reason=probation;retry-after=30");
  }
}
