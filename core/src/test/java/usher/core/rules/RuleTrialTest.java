package usher.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import usher.core.config.ConfigResult;
import usher.core.entry.CallFacts;

class RuleTrialTest {

  private static final ConfigResult.Valid READ =
      Rules.read(
          """
          sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] }
          zone: Europe/Berlin
          agents:
            alice: { password: x, skills: { sales: 9, english: 5 } }
            bob: { password: x, skills: { sales: 3 } }
          hours: { office: { open: { mon-fri: 09:00-18:00 }, holidays: { 2026-12-25: Christmas } } }
          callers: { "+49307777": { tier: gold } }
          queues:
            night: {}
            brief:
              needs: { sales: 5 }
              steps: [ { after: 60s, needs: "sales >= 3" } ]
              max-wait: { after: 30s }
              overflow: [ { when: { wait: 20s, staffed: 0 }, do: { move: night } } ]
            sales:
              needs: { sales: 5 }
              steps: [ { after: 30s, needs: "sales >= 3" } ]
              variants: { english: english }
              hours: office
              closed: { queue: night }
          entries:
            - { to: spam, refuse: 603 }
            - { to: brief, queue: brief }
            - { to: sales, from: "+49666*", refuse: 403 }
            - { to: sales, when: 'attributes.tier == "gold"', queue: sales, priority: vip, points: 5 }
            - { to: sales, when: 'header("X-Lang") == "en"', queue: sales, variant: english }
            - { to: sales, queue: sales, attributes: { brand: acme } }
            - { to: day, queue: brief, hours: office, closed: { refuse: 480 } }
            - { to: again, queue: brief, prefer: last-agent, patience: 20s }
          """);

  @Test
  void theEntryThatTakesTheCallIsNamedAndWhyOthersDoNot() {
    assertThat(trial("sales", "+49301234", "2026-11-23T09:00", Map.of()))
        .contains(
            "f:24:5: entry sales from +49666* is for other callers",
            "f:25:5: entry sales when attributes.tier == \"gold\" has a condition that does not"
                + " hold",
            "f:27:5: entry sales takes the call",
            "queue sales, priority normal, attributes {brand=acme}")
        .noneMatch(line -> line.contains("spam"));
  }

  @Test
  void stepsHaveTheirTimes() {
    assertThat(trial("sales", "+49301234", "2026-11-23T09:00", Map.of()))
        .contains(
            "  after 0 s: sales >= 5", "  after 30 s: sales >= 3", "  after 1 h: the wait ends");
  }

  @Test
  void rungsAreToldAndNobodyIsRankedAfterTheEndOfTheWait() {
    assertThat(trial("brief", "+49301234", "2026-11-23T09:00", Map.of()))
        .contains(
            "  after 30 s: the wait ends",
            "  overflow: it moves to night when it has waited 20 s and nobody is at work")
        .doesNotContain("  after 1 min");
  }

  @Test
  void agentsAreRankedWithReasons() {
    List<String> lines = trial("sales", "+49301234", "2026-11-23T09:00", Map.of());

    assertThat(lines).anyMatch(line -> line.contains("alice comes first of 1 agent"));
    assertThat(lines).anyMatch(line -> line.contains("bob has sales at level 3 (needs 5)"));
    assertThat(lines).anyMatch(line -> line.contains("of 2 agents"));
  }

  @Test
  void aHeaderAndAKnownCallerMakeADifference() {
    assertThat(trial("sales", "", "2026-11-23T09:00", Map.of("X-Lang", "en")))
        .contains("queue sales, priority normal, variant english");
    assertThat(trial("sales", "+49307777", "2026-11-23T09:00", Map.of()))
        .contains("queue sales, priority vip, points 5");
  }

  @Test
  void outOfHoursTheCallGoesElsewhere() {
    assertThat(trial("sales", "+49301234", "2026-11-23T08:59", Map.of()))
        .contains(
            "it goes to night, because the way to sales is closed",
            "queue night, priority normal, attributes {brand=acme}");
  }

  @Test
  void aRefusedCallAndAnUnknownNumberSayTheirStatus() {
    assertThat(trial("spam", "", "2026-11-23T09:00", Map.of()))
        .last()
        .isEqualTo("refused with 603");
    assertThat(trial("nobody", "", "2026-11-23T09:00", Map.of()))
        .containsExactly(
            "8 entries are for other numbers", "refused with 404: no entry is for this call");
  }

  @Test
  void aCallThatIsRefusedAtClosedDoorsIsToldWhy() {
    assertThat(trial("day", "", "2026-12-25T09:00", Map.of()))
        .last()
        .isEqualTo("refused with 480, because the way to brief is closed");
  }

  @Test
  void theLastAgentIsNamedAlthoughNobodyKnowsWhoItIs() {
    assertThat(trial("again", "", "2026-11-23T09:00", Map.of()))
        .contains("queue brief, priority normal, the caller's last agent alone for 20 s");
  }

  private static List<String> trial(
      String to, String from, String at, Map<String, String> headers) {
    long epochMs =
        LocalDateTime.parse(at).atZone(ZoneId.of("Europe/Berlin")).toInstant().toEpochMilli();
    return RuleTrial.of(
        READ,
        new CallFacts(
            to,
            "usher.test",
            from,
            "",
            "",
            "192.0.2.1",
            name -> headers.getOrDefault(name, ""),
            Map.of(),
            epochMs));
  }
}
