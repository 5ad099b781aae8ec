package usher.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** One right configuration, and each way in which rules cannot work although they can be read. */
class RuleLintTest {

  private static final String RIGHT =
      """
      sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] }
      agents:
        alice: { password: x, skills: { sales: 9, english: 5 } }
        bob: { password: x, skills: { sales: 3, support: 7 } }
      hours: { office: { open: { mon-fri: 08:00-18:00 } } }
      queues:
        sales: { needs: { sales: 5 }, steps: [ { after: 30s, needs: "sales >= 3" } ], max-wait: 10m }
        support: { needs: { support: 5 } }
      entries:
        - { to: sales, queue: sales }
        - { to: support, queue: support }
      """;

  @Test
  void whatCanWorkIsNotSpokenOf() {
    assertThat(lint(RIGHT)).isEmpty();
  }

  @Test
  void aStepThatNobodySatisfies() {
    assertThat(lint(RIGHT.replace("\"sales >= 3\"", "\"sales >= 3 and english >= 9\"")))
        .containsExactly(
            "f:7:42: warning: step 1 of queue sales asks for sales >= 3 and english >= 9, which no"
                + " agent satisfies");
  }

  @Test
  void aBeginningThatNobodySatisfies() {
    assertThat(lint(RIGHT.replace("needs: { sales: 5 }", "needs: \"sales >= 10\"")))
        .containsExactly(
            "f:7:3: warning: the beginning of queue sales asks for sales >= 10, which no agent"
                + " satisfies");
  }

  @Test
  void aQueueThatNobodyServesIsAnErrorIfCallsGetThere() {
    String nobody =
        RIGHT.replace("support: { needs: { support: 5 } }", "support: { members-only: true }");

    assertThat(lint(nobody))
        .contains("f:8:3: error: no agent can serve queue support, but calls get there");
    assertThat(lint(nobody.replace("  - { to: support, queue: support }\n", "")))
        .contains("f:8:3: warning: no agent can serve queue support");
  }

  @Test
  void anAgentWhoCanNeverBeOfferedAnything() {
    assertThat(
            lint(
                RIGHT.replace(
                    "agents:\n", "agents:\n  carl: { password: x, skills: { french: 5 } }\n")))
        .containsExactly(
            "f:3:3: warning: agent carl can never be offered a call: no queue has use for the"
                + " skills");
  }

  @Test
  void anAgentWhoseDelayIsLongerThanAnyCallWaits() {
    String late =
        RIGHT.replace(
            "bob: { password: x, skills: { sales: 3, support: 7 } }",
            "bob: { password: x, skills: { sales: 5 }, queues: { sales: { delay: 11m } } }\n"
                + "  carl: { password: x, skills: { support: 7 } }");

    assertThat(lint(late))
        .containsExactly(
            "f:4:3: warning: agent bob can never be offered a call: the delay of 11 min in queue"
                + " sales is longer than its calls wait");
  }

  @Test
  void anAgentInAReserveThatIsNeverCalled() {
    String reserve =
        RIGHT.replace(
            "bob: { password: x, skills: { sales: 3, support: 7 } }",
            "bob: { password: x, skills: { sales: 5 }, queues: { sales: { reserve: 2 } } }\n"
                + "  carl: { password: x, skills: { support: 7 } }");
    String level = "{ join: { waiting: 9 }, leave: { waiting: 5 } }";

    assertThat(lint(reserve))
        .containsExactly(
            "f:4:3: warning: agent bob can never be offered a call: queue sales never calls"
                + " reserve 2");
    assertThat(lint(reserve.replace("max-wait: 10m", "max-wait: 10m, reserve: [ " + level + " ]")))
        .hasSize(1);
    assertThat(
            lint(
                reserve.replace(
                    "max-wait: 10m", "max-wait: 10m, reserve: [ " + level + ", " + level + " ]")))
        .isEmpty();
  }

  @Test
  void callsThatWouldBeSentInACircle() {
    String circle =
        RIGHT
            .replace(
                "max-wait: 10m }", "max-wait: 10m, hours: office, closed: { queue: support } }")
            .replace(
                "{ support: 5 } }", "{ support: 5 }, hours: office, closed: { queue: sales } }");

    assertThat(lint(circle))
        .containsExactly(
            "f:7:3: error: calls would be sent in a circle: sales to support to sales");
  }

  @Test
  void aRelaxationThatComesAfterTheEndOfTheWait() {
    assertThat(lint(RIGHT.replace("max-wait: 10m", "max-wait: 30s")))
        .containsExactly(
            "f:7:42: warning: step 1 of queue sales begins after 30 s, but calls wait 30 s at"
                + " most");
  }

  @Test
  void anEntryThatAnEarlierOneShadows() {
    String shadowed = RIGHT.replace("entries:\n", "entries:\n  - { to: \"s*\", queue: sales }\n");

    assertThat(lint(shadowed))
        .containsExactly(
            "f:11:5: warning: the entry for sales never takes a call: the one on line 10 takes them"
                + " all before",
            "f:12:5: warning: the entry for support never takes a call: the one on line 10 takes"
                + " them all before");
    assertThat(lint(shadowed.replace("\"s*\",", "\"s*\", from: \"+49*\","))).isEmpty();
    assertThat(lint(shadowed.replace("\"s*\",", "\"s*\", hours: office,"))).isEmpty();
    assertThat(lint(shadowed.replace("\"s*\",", "\"s*\", when: 'from == \"x\"',"))).isEmpty();
  }

  @Test
  void anEntryForTheHolidaysOfTheSameHoursIsNotShadowed() {
    String holidays =
        RIGHT
            .replace(
                "  - { to: sales, queue: sales }",
                "  - { to: sales, queue: sales, hours: office }\n"
                    + "  - { to: sales, queue: sales, hours: office, holiday: { queue: support } }")
            .replace("18:00 }", "18:00 }, holidays: { 2026-12-25: Christmas }");

    assertThat(lint(holidays)).isEmpty();
    assertThat(lint(holidays.replace(", holiday: { queue: support }", "")))
        .containsExactly(
            "f:11:5: warning: the entry for sales never takes a call: the one on line 10 takes them"
                + " all before");
  }

  @Test
  void anAgentWhoseQueuesNoCallGetsTo() {
    String unreached = RIGHT.replace("  - { to: support, queue: support }\n", "");
    String added =
        unreached.replace(
            "max-wait: 10m",
            "max-wait: 10m, overflow: [ { when: { wait: 1m }, do: { add-queue: support } } ]");

    assertThat(lint(unreached.replace("sales: 3, support: 7", "support: 7")))
        .containsExactly(
            "f:4:3: warning: agent bob can never be offered a call: no entry leads to support");
    assertThat(lint(added.replace("sales: 3, support: 7", "support: 7"))).isEmpty();
  }

  @Test
  void aRungThatComesAfterTheEndOfTheWait() {
    String late =
        RIGHT.replace(
            "max-wait: 10m",
            "max-wait: 10m, overflow: [ { when: { wait: 11m }, do: { move: support } } ]");

    assertThat(lint(late))
        .containsExactly(
            "f:7:3: warning: rung 1 of queue sales is for calls that waited 11 min, but they wait"
                + " 10 min at most");
    assertThat(lint(late.replace("11m", "10m"))).isEmpty();
  }

  @Test
  void callsThatCanStarveBehindThoseThatARungBrings() {
    String brings =
        RIGHT
            .replace("sales: 3, support: 7", "support: 7")
            .replace(
                "needs: { support: 5 }",
                "needs: { support: 5 }, priority: vip,"
                    + " overflow: [ { when: { wait: 30s }, do: { move: sales } } ]");

    assertThat(lint(brings))
        .contains(
            "f:7:3: warning: calls of sales (normal) can wait without end behind those of sales"
                + " (vip): it has no max-starve");
    assertThat(lint(brings.replace("do: { move: sales }", "do: { raise-points: 1 }"))).isEmpty();
  }

  @Test
  void callsThatCanStarveBehindABetterBand() {
    String vip =
        RIGHT
            .replace("needs: { support: 5 }", "needs: { support: 5 }, priority: vip")
            .replace(
                "alice: { password: x, skills: {", "alice: { password: x, skills: { support: 9,");

    assertThat(lint(vip))
        .containsExactly(
            "f:7:3: warning: calls of sales (normal) can wait without end behind those of support"
                + " (vip): it has no max-starve");
    assertThat(lint(vip.replace("max-wait: 10m", "max-wait: 10m, max-starve: 5m"))).isEmpty();
  }

  @Test
  void aVariantThatNobodySatisfies() {
    String brought =
        RIGHT
            .replace("max-wait: 10m", "max-wait: 10m, variants: { star: \"sales >= 10\" }")
            .replace("to: sales, queue: sales", "to: sales, queue: sales, variant: star");

    assertThat(lint(brought))
        .containsExactly(
            "f:10:5: error: no agent of queue sales satisfies variant star (sales >= 10)");
  }

  @Test
  void hoursThatNeverCome() {
    assertThat(lint(RIGHT.replace("open: { mon-fri: 08:00-18:00 }", "open: {}")))
        .containsExactly("f:5:10: warning: hours office never come");
  }

  @Test
  void onlyAnErrorRefusesAVersion() {
    assertThat(
            RuleLint.refuses(
                RuleLint.check(Rules.read(RIGHT.replace("max-wait: 10m", "max-wait: 30s")))))
        .isFalse();
    assertThat(
            RuleLint.refuses(
                RuleLint.check(
                    Rules.read(RIGHT.replace("needs: { support: 5 }", "members-only: true")))))
        .isTrue();
  }

  private static List<String> lint(String text) {
    return RuleLint.check(Rules.read(text)).stream().map(Finding::toString).toList();
  }
}
