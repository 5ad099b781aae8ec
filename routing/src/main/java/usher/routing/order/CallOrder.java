package usher.routing.order;

/**
 * The order of calls of one band in all queues of a plan: the older by effective age first, then
 * the one that arrived first. What an order says is how fast a queue's calls age and what a head
 * start is worth; so the order of a queue's calls never changes while they wait.
 */
public sealed interface CallOrder permits EffectiveAge, ServiceObjective, StrictPriority {
  /** What a plan uses that names none. */
  CallOrder DEFAULT = new EffectiveAge();

  /** Thousandths of a second of effective age gained per millisecond waited. */
  int acceleration(QueueAge queue, QueueAge quickest);

  /** The head start of a call with credit and points in a queue that ages so fast. */
  long headStartNs(long creditNs, int points, int acceleration);

  /** Whether the queues' limits of the effective age hold. */
  boolean isCapped();
}
