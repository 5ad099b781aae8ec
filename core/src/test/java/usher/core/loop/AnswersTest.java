package usher.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import usher.core.call.RoutingNotes;
import usher.routing.Router;
import usher.routing.plan.AgentSpec;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.RoutingPlan;

/** Questions by the numbers and names that people know, answered by value. */
class AnswersTest {
  private static final long FIRST = 1;
  private static final long SECOND = 2;
  private static final long UNKNOWN = 3;

  private final RoutingPlan plan =
      new RoutingPlan(
          List.of(AgentSpec.of("anna", Map.of()), AgentSpec.of("ben", Map.of())),
          List.of(QueueSpec.named("sales").build()));
  private final Router router = new Router(plan, new RoutingNotes());
  private Map<Long, Long> handles = Map.of();
  private final Answers answers =
      new Answers(router, call -> handles.getOrDefault(call, Router.NONE));

  @BeforeEach
  void annaIsBusyAndACallWaits() {
    router.reachable(0, 0);
    router.login(0, 0);
    handles = Map.of(FIRST, router.arrive(0, 0), SECOND, router.arrive(0, 0));
  }

  private List<String> ask(Question question) {
    return answers.to(question, 0).describe();
  }

  @Test
  void whyAnAgentWasAsked() {
    assertThat(ask(new Question.WhyAgents(FIRST)).getFirst())
        .startsWith("anna was asked")
        .endsWith("longest-idle: idle for 0 ms; rules 1");
    assertThat(ask(new Question.LastOffers(5))).isEqualTo(ask(new Question.WhyAgents(FIRST)));
    assertThat(ask(new Question.WhyAgents(SECOND))).isEmpty();
  }

  @Test
  void whyAnAgentIsNotAsked() {
    assertThat(ask(new Question.WhyNot(SECOND, "ben"))).containsExactly("sales: ben is logged out");
    assertThat(ask(new Question.WhyNot(SECOND, "zoe"))).containsExactly("there is no agent zoe");
    assertThat(ask(new Question.WhyNot(UNKNOWN, "ben"))).containsExactly("call 3 asks nobody more");
  }

  @Test
  void whyACallWaits() {
    assertThat(ask(new Question.WhyWaiting(SECOND)).getFirst())
        .startsWith("place 2, waited 0 ms")
        .endsWith("nobody who could serve it is free for it");
    assertThat(ask(new Question.WhyWaiting(UNKNOWN))).containsExactly("call 3 does not wait");
  }

  @Test
  void whyACallIsGone() {
    assertThat(ask(new Question.WhyGone(SECOND)))
        .containsExactly("call 2 did not leave unanswered");
    router.abandon(handles.getOrDefault(SECOND, Router.NONE), 7_000_000_000L);
    List<String> why = answers.to(new Question.WhyGone(SECOND), 7_000_000_000L).describe();
    assertThat(why)
        .startsWith("a call of sales ended 0 ms ago: the caller left after 7 s (rules 1)")
        .contains("  place 2, 1 staffed agent could serve it");
    assertThat(answers.to(new Question.LastGone(5), 7_000_000_000L).describe()).isEqualTo(why);
  }

  @Test
  void aTracedQueueAnswersInFull() {
    assertThat(ask(new Question.Trace("sales", true))).containsExactly("queue sales is traced");
    assertThat(ask(new Question.Trace("toys", true))).containsExactly("there is no queue toys");
    router.reachable(1, 0);
    router.login(1, 0);
    assertThat(ask(new Question.WhyAgents(SECOND)))
        .contains("sales, step 1 (anybody), rules 1: ben comes first of 1 agent by longest-idle");
  }

  @Test
  void askingLeavesTheRouterAsItWas() {
    long before = router.stateHash();
    List<Question> all =
        List.of(
            new Question.WhyAgents(FIRST),
            new Question.WhyNot(SECOND, "ben"),
            new Question.WhyWaiting(SECOND),
            new Question.LastOffers(5),
            new Question.WhyOverflow(FIRST),
            new Question.LastOverflows(5),
            new Question.WhyGone(FIRST),
            new Question.LastGone(5),
            new Question.Trace("sales", true));
    all.forEach(this::ask);
    assertThat(router.stateHash()).isEqualTo(before);
  }
}
