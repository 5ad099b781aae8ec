package usher.core.replay;

import usher.core.journal.RulesText;
import usher.routing.Router;
import usher.routing.RoutingEvents;
import usher.routing.plan.RoutingPlan;

/** Turns the rules that a journal has of one run into what the server made of them. */
public interface Rules {
  /**
   * The plan with which a run began.
   *
   * @throws IllegalArgumentException with the reason, where this program does not understand them
   */
  RoutingPlan compile(RulesText text);

  /**
   * The plan that came after the one that was compiled last.
   *
   * @throws IllegalArgumentException likewise
   */
  RoutingPlan successor(RulesText text);

  /** The router of a server on a plan. */
  Router router(RoutingPlan plan, RoutingEvents events);
}
