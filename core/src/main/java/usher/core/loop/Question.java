package usher.core.loop;

/** What somebody wants explained. Calls go by their numbers in call records, agents by name. */
public sealed interface Question {
  /** Why was each agent asked for this call? */
  record WhyAgents(long call) implements Question {}

  /** Why is this agent not asked for this call? */
  record WhyNot(long call, String agent) implements Question {}

  /** Why is this call still waiting? */
  record WhyWaiting(long call) implements Question {}

  /** Why were the last agents asked, whatever the call? At most so many. */
  record LastOffers(int most) implements Question {}

  /** Why was this call refused, moved, sent outside or helped on by its queue's ladder? */
  record WhyOverflow(long call) implements Question {}

  /** Why did rungs of ladders fire last, whatever the call? At most so many. */
  record LastOverflows(int most) implements Question {}

  /** Why did this call leave before anybody answered it? */
  record WhyGone(long call) implements Question {}

  /** Why did the last calls leave that nobody answered? At most so many. */
  record LastGone(int most) implements Question {}

  /** Keep decisions of a queue in full from now on, or no longer. */
  record Trace(String queue, boolean on) implements Question {}
}
