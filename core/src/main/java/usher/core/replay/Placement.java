package usher.core.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.routing.call.NewCall;
import usher.routing.plan.RoutingPlan;

/** Puts a recorded call before the rules that are tried. */
@FunctionalInterface
interface Placement {
  /** Fills the call; returns why it is refused instead, or null where it is not. */
  @Nullable String place(CallStory recorded, RoutingPlan plan, NewCall call);

  /** What agents, phones and hours do of themselves, as far as these rules leave it as it was. */
  default List<History.Act> acts(List<History.Act> recorded) {
    return recorded;
  }

  /** Into the queue of the same name, with all else that the call brought along. */
  Placement BY_NAME =
      (recorded, plan, call) -> intoQueue(recorded.wish.queue(), recorded, plan, call);

  /** The same into another queue. */
  static @Nullable String intoQueue(
      String name, CallStory recorded, RoutingPlan plan, NewCall call) {
    int queue = plan.queueIndex(name);
    if (queue < 0) {
      return "there is no queue " + name;
    }
    CallStory.Wish wish = recorded.wish;
    boolean same = name.equals(wish.queue());
    call.into(queue).band(wish.band()).points(wish.points()).creditNs(wish.creditNs());
    if (same && wish.variant() < plan.rules(queue).variants()) {
      call.variant(wish.variant());
    }
    prefer(wish, plan, call);
    for (String other : wish.others()) {
      if (plan.queueIndex(other) >= 0) {
        call.alsoInto(plan.queueIndex(other));
      }
    }
    return null;
  }

  private static void prefer(CallStory.Wish wish, RoutingPlan plan, NewCall call) {
    call.patienceNs(wish.patienceNs());
    for (CallStory.Preferred preferred : wish.preferred()) {
      int agent = plan.agentIndex(preferred.agent());
      if (agent >= 0) {
        call.prefer(agent, preferred.score());
      }
    }
  }
}
