/**
 * Who gets the next call.
 *
 * <p>{@link usher.routing.Router} is one state machine: commands come in with the instant at which
 * they happened, decisions go out through {@link usher.routing.RoutingEvents}, and the same
 * commands always give the same decisions. It knows no clock, thread, socket, lock or random
 * source, it allocates nothing per decision once its tables have grown to the size of the centre,
 * and it is used by one thread.
 *
 * <p>How it stays small while the centre grows: agents with equal skills form a <em>profile</em>,
 * calls with equal needs a <em>class</em>, and which profile can serve which class is worked out
 * when the {@linkplain usher.routing.plan.RoutingPlan plan} is compiled. Idle agents wait in one
 * ordered tree per profile, calls in one per class, so a decision looks at the heads of the trees
 * that fit and never at all agents or all calls.
 *
 * <p>Reading order: {@code Router} (the commands), {@code AgentMoves}, {@code OfferMoves} and
 * {@code CallMoves} (what each command does to one agent, offer or call), {@code Matcher} (who gets
 * whom), {@code Domain} (the tables they share).
 */
@NullMarked
package usher.routing;

import org.jspecify.annotations.NullMarked;
