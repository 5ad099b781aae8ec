package usher.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleDiffTest {

  private static final String OLD =
      """
      sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] }
      zone: Europe/Berlin
      agents:
        alice: { password: x, skills: { sales: 9 } }
        bob: { contact: "sip:bob@127.0.0.1:6000", skills: { sales: 3 }, queues: { sales: { tier: 1 } } }
      hours: { office: { open: { mon: 08:00-18:00 }, holidays: { 2026-12-25: Christmas } } }
      queues:
        sales: { needs: { sales: 5 }, steps: [ { after: 60s, needs: { sales: 3 } } ], ring: 15s }
        support: { variants: { gold: sales } }
      entries:
        - { to: "+4930*", queue: sales }
        - { to: shop, queue: sales }
      """;

  @ParameterizedTest(name = "{1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          after: 60s | after: 30s | sales relaxes to level 3 after 30 s instead of 1 min
          after: 60s, needs: { sales: 3 } | after: 60s, needs: "sales >= 2" | sales newly relaxes to level 2 after 1 min
          sales: 9 } | sales: 9, english: 8 } | agent alice gains english 8
          sales: 9 } | sales: 7 } | agent alice has sales 7 instead of 9
          sales: 3 }, queues | english: 3 }, queues | agent bob loses sales 3
          alice: { password: x | alice: { password: y | agent alice has another password
          alice: { password: x | alice: { password: x, wrap-up: 5s | agent alice has wrap-up 5 s instead of the queue's
          alice: { password: x | alice: { password: x, srtp: true | agent alice is offered SRTP
          x, skills | x, on-register: not-ready, skills | agent alice begins not-ready instead of ready
          bob@127.0.0.1:6000 | b@h | agent bob is at sip:b@h instead of sip:bob@127.0.0.1:6000
          tier: 1 | tier: 2 | agent bob in sales is in tier 2 instead of 1
          { sales: { tier: 1 } } | [ support ] | agent bob becomes a member of support
          bob: { | carl: { | agent carl is new
          bob: { | carl: { | agent bob is gone
          ring: 15s | ring: 20s | sales rings phones for 20 s instead of 15 s
          ring: 15s | strategy: [ tier, random ] | sales chooses by tier, then random instead of longest-idle
          ring: 15s | max-wait: { after: 5m } | sales ends the wait after 5 min instead of 1 h
          ring: 15s | parallel: 3 | sales asks at a time 3 agents instead of 1 agent
          ring: 15s | wrap-up: 30s | sales gives wrap-up 30 s (timeboxed) instead of 0 s (none)
          ring: 15s | priority: vip | sales has priority vip instead of normal
          ring: 15s | media: direct | sales carries audio by direct instead of relay
          ring: 15s | acceleration: 1.5 | sales ages calls 1.5 times as fast instead of 1.0 times as fast
          ring: 15s | max-starve: 5m | sales lets calls be overtaken for 5 min instead of no limit
          gold: sales | gold: "sales >= 5" | support takes variant gold to mean sales >= 5 instead of sales
          gold: sales | silver: sales | support loses variant gold
          15s } | 15s, hours: office, closed: { refuse: 480 } } | sales is open in hours office instead of all hours
          support: | help: | queue help is new
          "+4930*", queue: sales | "+4930*", queue: support | entry +4930* now goes to support instead of sales
          "+4930*", queue: sales | "+4930*", refuse: 603 | entry +4930* now is refused with 603 instead of goes to sales
          4930*", | 4930*", priority: vip, | entry +4930* gives priority vip instead of the queue's
          to: shop, queue: sales | to: store, queue: sales | entry store is new and goes to sales
          to: shop, queue: sales | to: store, queue: sales | entry shop is gone
          mon: 08:00-18:00 | mon: 08:00-17:00 | office opens on Monday 08:00-17:00 instead of 08:00-18:00
          mon: 08:00-18:00 | mon-tue: 08:00-18:00 | office opens on Tuesday 08:00-18:00
          2026-12-25: Christmas | 2026-12-24: Eve | office gains holiday 2026-12-24 (Eve)
          2026-12-25: Christmas | 2026-12-24: Eve | office loses holiday 2026-12-25 (Christmas)
          Europe/Berlin | UTC | the time zone is UTC instead of Europe/Berlin
          usher.test | other.test | sip changes, after a restart
          """)
  void aDifferenceIsToldByItsMeaning(String old, String edited, String sentence) {
    String changed = OLD.replace(old, edited);
    assertThat(changed).as("the edit was made").isNotEqualTo(OLD);

    assertThat(diff(OLD, changed)).contains(sentence);
  }

  @Test
  void anEditTellsOneThingOnly() {
    assertThat(diff(OLD, OLD.replace("after: 60s", "after: 30s")))
        .containsExactly("sales relaxes to level 3 after 30 s instead of 1 min");
  }

  @Test
  void aReserveIsToldByItsLimits() {
    String limits = "join: { wait: 60s, waiting: 9 }, leave: { wait: 30s, waiting: 5 }";
    String reserve = OLD.replace("ring: 15s", "reserve: [ { " + limits + " } ]");

    assertThat(diff(OLD, reserve))
        .contains(
            "sales calls its reserve at 1 min of wait or 9 calls"
                + " until less than 30 s of wait and less than 5 calls instead of never");
    assertThat(diff(OLD, OLD.replace("ring: 15s", "reserve: [ { " + levels(70, 85) + " } ]")))
        .contains(
            "sales calls its reserve at a service level below 70 %"
                + " until a service level of 85 % instead of never");
    assertThat(diff(OLD, OLD + "call-order: strict-priority\n"))
        .containsExactly("calls are ordered by strict-priority instead of effective-age");
    assertThat(diff(OLD, OLD + "own-calls-restart-idle: true\n"))
        .containsExactly("an agent's own call now begins the idle time anew");
  }

  private static String levels(int join, int leave) {
    return "join: { service-level: %d }, leave: { service-level: %d }".formatted(join, leave);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          transfer: { keep-age: false } | a call that is passed to a queue no longer keeps its age
          transfer: { ring: 25s } | a phone that a call is passed to rings for 25 s instead of 20 s
          transfer: { outside: [ "tel:+49*" ] } | agents may now call, and pass calls to, tel:+49*
          feature-codes: { login: "*99" } | the feature code of login is *99 instead of *45
          feature-codes: { logout: "*99" } | the feature code of logout is *99 instead of *46
          feature-codes: { ready: "*99" } | the feature code of ready is *99 instead of *47
          feature-codes: { not-ready: "*99" } | the feature code of not-ready is *99 instead of *48
          feature-codes: { wrap-up-done: "*99" } | the feature code of wrap-up-done is *99 instead of *49
          feature-codes: { conference: "*99" } | the feature code of conference is *99 instead of *3
          lamp-lists: { front: [ bob ] } | lamp list front is new
          reload: { watch: false } | the file is no longer watched
          reload: { apply-to-waiting: true } | new rules count also for calls that wait
          trunks: [ { name: north, targets: [ "sip:203.0.113.5" ] } ] | trunks change, after a restart
          data: elsewhere | data changes, after a restart
          """)
  void whatIsNewInTheFileIsTold(String line, String sentence) {
    assertThat(diff(OLD, OLD + line + "\n")).containsExactly(sentence);
  }

  @Test
  void whatDesksMayNoLongerDoIsTold() {
    String outside = OLD + "transfer: { outside: [ \"tel:+49*\" ] }\n";
    String lamps = OLD + "lamp-lists: { front: [ bob, sales ] }\n";

    assertThat(diff(outside, OLD))
        .containsExactly("agents may no longer call, or pass calls to, tel:+49*");
    assertThat(diff(lamps, lamps.replace("bob, sales ]", "bob ]")))
        .containsExactly("lamp list front shows bob instead of bob, sales");
  }

  @Test
  void anotherReasonOfAClosureIsNoOtherClosure() {
    String eve = closed("Eve");

    assertThat(diff(OLD, eve))
        .containsExactly("office is closed from 2026-12-24T12:00 to 2026-12-24T18:00 (Eve)");
    assertThat(diff(eve, closed("Party")))
        .containsExactly(
            "office calls the closure from 2026-12-24T12:00 to 2026-12-24T18:00"
                + " Party instead of Eve");
  }

  private static String closed(String why) {
    String closure = "{ from: 2026-12-24T12:00, to: 2026-12-24T18:00, why: " + why + " }";
    return OLD.replace("Christmas } }", "Christmas }, closures: [ " + closure + " ] }");
  }

  @Test
  void stepsThatAskForTheSameAreToldApart() {
    String steps = "{ after: %s, needs: { sales: 3 }, replace: true }";
    String between = ", { after: 2m, needs: { sales: 2 }, replace: true }, ";
    String old = steps("60s", between, "3m", steps);

    assertThat(diff(old, old.replace("ring: 15s", "ring: 20s")))
        .containsExactly("sales rings phones for 20 s instead of 15 s");
    assertThat(diff(old, steps("60s", between, "4m", steps)))
        .containsExactly("sales changes to level 3 after 4 min instead of 3 min");
  }

  private static String steps(String first, String between, String last, String step) {
    return OLD.replace(
        "{ after: 60s, needs: { sales: 3 } }",
        step.formatted(first) + between + step.formatted(last));
  }

  @Test
  void rungsAreToldByWhatTheyDo() {
    String one = "{ when: { wait: 1m }, do: { raise-points: 2 } }";
    String two = "{ when: { staffed: 0 }, do: { external: \"sip:home@usher.test\" } }";
    String three = "{ when: { wait: 1m, ready: 0 }, do: { move: support } }";
    assertThat(diff(overflow(one), overflow(one, three)))
        .containsExactly(
            "a call of sales now moves to support when it has waited 1 min and nobody is ready");
    assertThat(diff(overflow(one, two), overflow(two)))
        .containsExactly("a call of sales no longer gets 2 points when it has waited 1 min");
    assertThat(diff(overflow(one, two), overflow(two, one)))
        .containsExactly("sales looks at its rungs in another order");
    assertThat(diff(overflow(one), overflow(one, one)))
        .containsExactly("a call of sales now gets 2 points when it has waited 1 min");
  }

  private static String overflow(String... rungs) {
    return OLD.replace("ring: 15s", "ring: 15s, overflow: [ " + String.join(", ", rungs) + " ]");
  }

  @Test
  void entriesInAnotherOrderAreADifference() {
    String turned =
        OLD.replace("\"+4930*\"", "first")
            .replace("to: shop", "to: \"+4930*\"")
            .replace("to: first", "to: shop");

    assertThat(diff(OLD, turned))
        .containsExactly("entry shop is now looked at before entry +4930*");
  }

  @Test
  void everyNumberOfAnEntryCounts() {
    String many = numbers("a, b, c, d, e, f");

    assertThat(diff(many, numbers("a, b, c, d, e, g")))
        .containsExactly(
            "entry a, b, c, d, e and 1 more is now for g",
            "entry a, b, c, d, e and 1 more is no longer for f");
    assertThat(diff(many, numbers("f, e, d, c, b, a"))).isEmpty();
    assertThat(diff(many, numbers("g, h, i, j, k, l")))
        .containsExactly(
            "entry g, h, i, j, k, l is new and goes to sales, looked at before entry shop",
            "entry a, b, c, d, e, f is gone");
  }

  private static String numbers(String to) {
    return OLD.replace("to: \"+4930*\"", "to: [ " + to + " ]");
  }

  @Test
  void everyEntryThatMovesIsToldOnce() {
    assertThat(diff(entries("a", "b", "c", "d"), entries("b", "a", "d", "c")))
        .containsExactly(
            "entry b is now looked at before entry a", "entry d is now looked at before entry c");
    assertThat(diff(entries("a", "b", "c", "d"), entries("b", "c", "d", "a")))
        .containsExactly("entry a is now looked at after entry d");
    assertThat(diff(entries("a", "b", "c", "d"), entries("d", "a", "b", "c")))
        .containsExactly("entry d is now looked at before entry a");
  }

  private static String entries(String... names) {
    StringBuilder entries = new StringBuilder(OLD.substring(0, OLD.indexOf("entries:")));
    entries.append("entries:\n");
    for (String name : names) {
      entries.append("  - { to: ").append(name).append(", queue: sales }\n");
    }
    return entries.toString();
  }

  @Test
  void anotherSpellingIsNoDifference() {
    String same =
        OLD.replace("needs: { sales: 5 }, steps", "needs: { sales: 5, english: 0 }, steps")
            .replace("skills: { sales: 9 }", "skills: { sales: 9, english: 1 }");
    String withEnglish = OLD.replace("skills: { sales: 9 }", "skills: { english: 1, sales: 9 }");

    assertThat(diff(withEnglish, same.replace("ring: 15s }", "ring: 15000ms }   # as ever")))
        .isEmpty();
    assertThat(diff(OLD, OLD)).isEmpty();
  }

  private static List<String> diff(String old, String edited) {
    return RuleDiff.between(Rules.read(old).config(), Rules.read(edited).config());
  }
}
