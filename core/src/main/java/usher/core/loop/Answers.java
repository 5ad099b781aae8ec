package usher.core.loop;

import java.util.List;
import java.util.function.LongUnaryOperator;
import usher.routing.Router;
import usher.routing.explain.Explainer;

/** Answers questions on the loop; the router decides afterwards as if nobody had asked. */
final class Answers {
  private final Router router;
  private final Explainer explainer;
  private final LongUnaryOperator routingId;

  /**
   * Answers for a router.
   *
   * @param routingId the router's handle of a call, or {@link Router#NONE}
   */
  Answers(Router router, LongUnaryOperator routingId) {
    this.router = router;
    this.routingId = routingId;
    explainer = Explainer.of(router);
  }

  Answer to(Question question, long nowNs) {
    return switch (question) {
      case Question.WhyAgents(long call) ->
          new Answer.Agents(explainer.offersOf(routingId.applyAsLong(call), nowNs));
      case Question.WhyNot(long call, String agent) -> whyNot(call, agent, nowNs);
      case Question.WhyWaiting(long call) ->
          explainer
              .whyWaiting(routingId.applyAsLong(call), nowNs)
              .<Answer>map(Answer.Waiting::new)
              .orElseGet(() -> new Answer.Nothing("call " + call + " does not wait"));
      case Question.LastOffers(int most) -> new Answer.Agents(explainer.lastOffers(most, nowNs));
      case Question.WhyOverflow(long call) ->
          new Answer.Rungs(explainer.rungsOf(routingId.applyAsLong(call), nowNs));
      case Question.LastOverflows(int most) -> new Answer.Rungs(explainer.lastRungs(most, nowNs));
      case Question.WhyGone(long call) ->
          explainer
              .whyGone(routingId.applyAsLong(call), nowNs)
              .<Answer>map(why -> new Answer.Gone(List.of(why)))
              .orElseGet(() -> new Answer.Nothing("call " + call + " did not leave unanswered"));
      case Question.LastGone(int most) -> new Answer.Gone(explainer.lastGone(most, nowNs));
      case Question.Trace(String queue, boolean on) -> trace(queue, on);
    };
  }

  private Answer whyNot(long call, String name, long nowNs) {
    int agent = router.plan().agentIndex(name);
    if (agent < 0) {
      return new Answer.Nothing("there is no agent " + name);
    }
    return explainer
        .whyNot(routingId.applyAsLong(call), agent, nowNs)
        .<Answer>map(Answer.NotAsked::new)
        .orElseGet(() -> new Answer.Nothing("call " + call + " asks nobody more"));
  }

  private Answer trace(String name, boolean on) {
    int queue = router.plan().queueIndex(name);
    if (queue < 0) {
      return new Answer.Nothing("there is no queue " + name);
    }
    explainer.traceQueue(queue, on);
    return new Answer.Nothing("queue " + name + (on ? " is traced" : " is not traced"));
  }
}
