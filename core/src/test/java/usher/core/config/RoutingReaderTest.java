package usher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.routing.order.CallOrder;
import usher.routing.order.StrictPriority;
import usher.routing.plan.Membership;
import usher.routing.plan.OfferPolicy;
import usher.routing.plan.Parallel;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.ReservePolicy;
import usher.routing.plan.WrapUpMode;
import usher.routing.skill.SkillExpression;
import usher.routing.skill.SkillExpression.And;
import usher.routing.skill.SkillExpression.AtLeast;
import usher.routing.skill.SkillExpression.Not;
import usher.routing.skill.SkillExpression.Or;
import usher.routing.skill.SkillExpression.TierAtMost;

/** Everything that the router knows can be said, and every way to say it wrongly is told. */
class RoutingReaderTest {

  private static final String HEAD =
      """
      sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] }
      agents:
        alice: { password: x, skills: { sales: 9, english: 5, vip: 1 } }
        bob: { password: x, skills: { sales: 3 }, queues: %s }
      queues:
        sales: { %s }
        help: {}
      entries: []
      """;

  @Test
  void everythingTheRouterKnowsCanBeSaid() {
    QueueSpec spec =
        queue(
                """
                strategy: [ tier, most-skilled, random ], needs: { sales: 5, english: 0 },
                steps: [ { after: 30s, needs: "sales >= 3" }, { after: 60s, needs: anybody, replace: true } ],
                variants: { gold: vip, english: { english: 3 } }, weights: { sales: 3 }, members-only: true,
                parallel: { offers: 3, every: 5s }, ring: 20s, no-answer-delay: 1s, reject-delay: 2s,
                busy-delay: 3s, minimum-delay: 4s, max-missed: 5, revisit: 6s, missed-restarts-idle: true,
                wrap-up: { mode: optional, length: 7s, cap: 8s }, acceleration: 1.5, max-age: 1h,
                max-starve: 5m, max-wait: { after: 10m, ringing: cut }, priority: vip, service-level: 30s,
                reserve: [ { join: { wait: 60s, service-level: 80 }, leave: { wait: 30s, service-level: 90 } } ]\
                """)
            .routing();

    assertThat(spec)
        .isEqualTo(
            QueueSpec.named("sales")
                .strategy("tier", "most-skilled", "random")
                .needs(SkillExpression.allOf(Map.of("sales", 5)))
                .relax(Duration.ofSeconds(30), new AtLeast("sales", 3))
                .replace(Duration.ofSeconds(30), SkillExpression.ANYBODY)
                .variant(new AtLeast("vip", 1))
                .variant(SkillExpression.allOf(Map.of("english", 3)))
                .skillWeights(Map.of("sales", 3))
                .membersOnly()
                .parallel(new Parallel(3, Duration.ofSeconds(5)))
                .offers(
                    new OfferPolicy(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        5,
                        Duration.ofSeconds(6),
                        true))
                .wrapUp(WrapUpMode.OPTIONAL, Duration.ofSeconds(7))
                .wrapUpCap(Duration.ofSeconds(8))
                .acceleration(1500)
                .maxAge(Duration.ofHours(1))
                .maxStarve(Duration.ofMinutes(5))
                .maxWait(Duration.ofMinutes(10), true)
                .objective(Duration.ofSeconds(30))
                .reserve(
                    new ReservePolicy(
                        List.of(
                            new ReservePolicy.Level(
                                new ReservePolicy.Limits(Duration.ofMinutes(1), 0, null, 80),
                                new ReservePolicy.Limits(Duration.ofSeconds(30), 0, null, 90))),
                        Duration.ofSeconds(30),
                        ReservePolicy.NONE.over()))
                .build());
    assertThat(queue("variants: { gold: vip, any: anybody }").variants())
        .isEqualTo(Map.of("gold", 1, "any", 2));
    assertThat(queue("priority: vip, service-level: 30s").band()).isEqualTo(2);
    assertThat(queue("priority: 7").band()).isEqualTo(7);
    assertThat(queue("service-level: 30s").serviceLevel()).isEqualTo(Duration.ofSeconds(30));
    assertThat(queue("strategy: random").routing().strategy()).containsExactly("random");
    assertThat(queue("parallel: 4").routing().parallel()).isEqualTo(new Parallel(4, Duration.ZERO));
  }

  @Test
  void theOrderOfCallsHasAName() {
    String text = HEAD.formatted("[]", "") + "call-order: strict-priority\n";

    assertThat(errors(text)).isEmpty();
    assertThat(
            ((ConfigResult.Valid) ConfigReader.read(text, "f", Path.of("/"))).config().callOrder())
        .isEqualTo(new StrictPriority());
    assertThat(valid("[]", "").callOrder()).isEqualTo(CallOrder.DEFAULT);
    assertThat(errors(text.replace("strict-priority", "strict")))
        .singleElement()
        .asString()
        .contains("9:13: call-order is", "effective-age, service-objective, strict-priority");
  }

  @Test
  void aQueueThatSaysNothingOfWrapUpHasTheOneOfAll() {
    String all = "wrap-up: 25s\n";
    assertThat(wrapUp("", all)).isEqualTo("TIMEBOXED PT25S");
    assertThat(wrapUp("wrap-up: { mode: optional, cap: 9s }", all)).isEqualTo("OPTIONAL PT25S");
    assertThat(wrapUp("wrap-up: 5s", all)).isEqualTo("TIMEBOXED PT5S");
    assertThat(wrapUp("wrap-up: 0s", all)).isEqualTo("NONE PT0S");
    assertThat(wrapUp("", "")).isEqualTo("NONE PT0S");
  }

  private static String wrapUp(String queue, String rest) {
    String text = HEAD.formatted("[]", queue) + rest;
    UsherConfig config = ((ConfigResult.Valid) ConfigReader.read(text, "f", Path.of("/"))).config();
    QueueSpec spec = config.queue("sales").routing();
    return spec.wrapUpMode() + " " + spec.wrapUp();
  }

  @Test
  void anAgentSaysHowHeBelongsToQueues() {
    assertThat(
            agent(
                "{ sales: { tier: 1, rank: 2, delay: 3s, weight: 4, share: 5, reserve: 1 }, help:"
                    + " {} }"))
        .isEqualTo(
            Map.of(
                "sales",
                new Membership(1, 2, Duration.ofSeconds(3), 4, 5, 1),
                "help",
                Membership.DEFAULT));
    assertThat(agent("[ sales, help ]"))
        .isEqualTo(Map.of("sales", Membership.DEFAULT, "help", Membership.DEFAULT));
  }

  @Test
  void aConditionIsReadAsItIsMeant() {
    assertThat(needs("(sales >= 5 and english >= 3) or vip and not trainee"))
        .isEqualTo(
            new Or(
                List.of(
                    new And(List.of(new AtLeast("sales", 5), new AtLeast("english", 3))),
                    new And(List.of(new AtLeast("vip", 1), new Not(new AtLeast("trainee", 1)))))));
    assertThat(needs("tier <= 2 and sales"))
        .isEqualTo(new And(List.of(new TierAtMost(2), new AtLeast("sales", 1))));
    assertThat(needs("anybody")).isEqualTo(SkillExpression.ANYBODY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (sales >= 5 and english >= 3) or (vip and not trainee) | the same
          sales>=1 and((english))                                | sales and english
          not (sales or vip)                                     | the same
          tier <= 2                                              | the same
          anybody                                                | the same
          """)
  void aConditionIsWrittenAsItWouldBeRead(String text, String written) {
    assertThat(SkillText.written(needs(text)))
        .isEqualTo(written.equals("the same") ? text : written);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          strategy: []                                     | 6:22 | strategy is empty
          strategy: [ random, tier ]                       | 6:24 | nothing is left to decide after random
          strategy: longest-ilde                           | 6:22 | did you mean "longest-idle"
          needs: "sales >=" | 6:28 | the end in a condition: expected a level from 1 to 10
          needs: "sales >= 11"                             | 6:29 | "11" in a condition: expected a level from 1 to 10
          needs: "sales and"                               | 6:29 | the end in a condition: expected a skill
          needs: "(sales"                                  | 6:26 | the end in a condition: expected )
          needs: "sales english" | 6:26 | "english" in a condition: expected and, or, or the end
          needs: "sales and not sails"                     | 6:20 | valid
          needs: "sales and  sails >= 2"                   | 6:31 | needs "sails", which no agent has
          needs: "tier <= x"                               | 6:28 | expected a tier from 0
          needs: 'sales or %'                              | 6:29 | "%" in a condition
          needs: [ sales ]                                 | 6:19 | needs of queue sales is a list
          steps: [ { after: 0s, needs: anybody } ]         | 6:30 | after is "0s"
          steps: [ { needs: anybody } ]                    | 6:21 | has no after
          steps: [ { after: 1s } ]                         | 6:21 | has no needs
          steps: [ { after: 1s, needs: {}, skip: 1 } ]     | 6:45 | unknown key "skip"
          steps: [ { after: 5s, needs: {} }, { after: 5s, needs: {} } ] | 6:56 | no later than the one before
          steps: [ { after: 1s, needs: {}, replace: yes } ] | 6:54 | replace is "yes": expected true or false
          variants: { gold: vip >= 12 }                    | 6:37 | "12" in a condition
          variants: gold                                   | 6:22 | variants of queue sales is "gold"
          weights: { sales: -1 }                           | 6:30 | sales is "-1"
          members-only: 1                                  | 6:26 | members-only is "1"
          parallel: 0                                      | 6:22 | parallel is "0"
          parallel: { every: 5s }                          | 6:22 | has no offers
          no-answer-delay: 2h                              | 6:29 | no-answer-delay is "2h"
          reject-delay: 2h                                 | 6:26 | reject-delay is "2h"
          busy-delay: 2h                                   | 6:24 | busy-delay is "2h"
          minimum-delay: 2h                                | 6:27 | minimum-delay is "2h"
          max-missed: 0                                    | 6:24 | max-missed is "0"
          revisit: 10                                      | 6:21 | revisit is "10"
          wrap-up: { mode: sometimes }                     | 6:29 | timeboxed-no-exit
          wrap-up: { length: 10 }                          | 6:31 | length is "10"
          acceleration: 0                                  | 6:26 | a factor from 0.001 to 10
          acceleration: 11                                 | 6:26 | a factor from 0.001 to 10
          max-age: x                                       | 6:21 | max-age is "x"
          max-starve: x                                    | 6:24 | max-starve is "x"
          max-wait: { ringing: cut }                       | 6:22 | has no after
          max-wait: { after: 1m, ringing: maybe }          | 6:44 | finish, cut
          priority: very | 6:22 | one of emergency, urgent, vip, high, normal, low or a band
          priority: 8                                      | 6:22 | priority is "8"
          service-level: 20                                | 6:27 | service-level is "20"
          reserve: [ { join: { wait: 60s } } ] | 6:23 | has no leave
          reserve: [ { join: { wait: 30s }, leave: { wait: 60s } } ] | 6:53 | would not leave where it joined
          reserve: [ { join: { queue: 1 }, leave: {} } ] | 6:33 | unknown key "queue"
          """)
  void oneMistakeIsReportedWhereItStands(String queue, String place, String message) {
    List<String> errors = errors("[ sales ]", queue);

    if (message.equals("valid")) {
      assertThat(errors).isEmpty();
    } else {
      assertThat(errors).hasSize(1);
      assertThat(errors.getFirst()).startsWith("f:" + place + ": ").contains(message);
    }
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [ sells ] | 4:55 | no queue "sells": expected a name under queues (did you mean "sales"?)
          { sells: {} } | 4:55 | no queue "sells"
          { sales: { tier: -1 } } | 4:70 | tier is "-1"
          { sales: { rank: 1001 } } | 4:70 | rank is "1001"
          { sales: { delay: 5 } } | 4:71 | delay is "5"
          { sales: { weight: 0 } } | 4:72 | weight is "0"
          { sales: { share: 0 } } | 4:71 | share is "0"
          { sales: { reserve: 3 } } | 4:73 | reserve is "3"
          { sales: { teer: 0 } } | 4:64 | did you mean "tier"
          sales | 4:53 | queues of agent bob is "sales"
          """)
  void oneMistakeAboutMembershipIsReportedWhereItStands(
      String queues, String place, String message) {
    List<String> errors = errors(queues, "");

    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst()).startsWith("f:" + place + ": ").contains(message);
  }

  @Test
  void inTextOverSeveralLinesTheLineIsFoundToo() {
    String text =
        HEAD.formatted("[]", "ring: 15s")
            .replace(
                "  help: {}",
                """
                  help:
                    needs: |
                      sales
                      and english >=
                        or vip
                """
                    .stripTrailing());

    assertThat(errors(text))
        .singleElement()
        .asString()
        .startsWith("f:11:9: \"or\" in a condition: expected a level");
    assertThat(errors(text.replace("needs: |", "needs: >")))
        .singleElement()
        .asString()
        .startsWith("f:11:9: ");
    assertThat(errors(text.replace("needs: |", "needs:")))
        .singleElement()
        .asString()
        .startsWith("f:11:9: ");
  }

  @Test
  void aConditionHasABound() {
    assertThat(errors("[]", "needs: \"" + "(".repeat(40) + "\""))
        .singleElement()
        .asString()
        .contains("too deep");
    assertThat(errors("[]", "needs: \"" + "sales or ".repeat(500) + "vip\""))
        .singleElement()
        .asString()
        .contains("at most 4000");
  }

  private static SkillExpression needs(String text) {
    return queue("needs: '" + text + "'").routing().needs();
  }

  private static QueueConfig queue(String settings) {
    return valid("[]", settings).queue("sales");
  }

  private static Map<String, Membership> agent(String queues) {
    return valid(queues, "").agent("bob").queues();
  }

  private static UsherConfig valid(String queues, String settings) {
    String text = HEAD.formatted(queues, settings);
    assertThat(errors(text)).isEmpty();
    return ((ConfigResult.Valid) ConfigReader.read(text, "f", Path.of("/"))).config();
  }

  private static List<String> errors(String queues, String settings) {
    return errors(HEAD.formatted(queues, settings));
  }

  private static List<String> errors(String text) {
    return switch (ConfigReader.read(text, "f", Path.of("/"))) {
      case ConfigResult.Valid _ -> List.of();
      case ConfigResult.Invalid(List<ConfigError> errors) ->
          errors.stream().map(ConfigError::toString).toList();
    };
  }
}
