/**
 * Why: why this agent, why not me, why is this call still waiting, and what would have changed it.
 *
 * <p>Answers are values in plain English, worked out on request from a {@link
 * usher.routing.RouterView}, which changes nothing, by the specifications in the plan and not by
 * the router's compiled short cuts; so an answer is a second opinion, and the tests hold the two
 * against each other. What cannot be worked out afterwards is in the router's {@linkplain
 * usher.routing.decision.DecisionLog log of decisions}.
 *
 * <p>Reading order: {@code Explainer} (the questions), {@code Contest} (one call's place against
 * all agents), {@code Condition} and {@code Reason} (why an agent cannot have the call).
 */
@NullMarked
package usher.routing.explain;

import org.jspecify.annotations.NullMarked;
