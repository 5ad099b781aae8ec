package usher.routing.plan;

import java.time.Duration;

/**
 * How an agent belongs to a queue.
 *
 * @param tier group within the queue, 0 first, for the comparator and the expression of that name
 * @param rank how much the agent prefers the queue, 0 first: a queue is looked at only if no call
 *     waits for the agent in queues of better rank
 * @param delay the agent gets only calls that have waited this long in the queue
 * @param weight for the weighted strategy, 1 or above
 * @param share target for percent allocation, relative to the others', 1 or above
 * @param reserve 0 for a regular agent of the queue; 1 or 2 for one who is asked only while the
 *     queue's {@link ReservePolicy} says so
 */
public record Membership(int tier, int rank, Duration delay, int weight, int share, int reserve) {
  /** How agents belong to queues that they do not name. */
  public static final Membership DEFAULT = new Membership(0, 0, Duration.ZERO, 1, 1, 0);

  /** The highest tier or rank. */
  public static final int MAX_RANK = 1000;

  /** The highest level of reserve. */
  public static final int MAX_RESERVE = 2;

  public Membership {
    if (tier < 0 || tier > MAX_RANK || rank < 0 || rank > MAX_RANK) {
      throw new IllegalArgumentException("tier " + tier + ", rank " + rank);
    }
    if (reserve < 0 || reserve > MAX_RESERVE) {
      throw new IllegalArgumentException("reserve " + reserve);
    }
    if (delay.isNegative() || weight < 1 || share < 1) {
      throw new IllegalArgumentException(
          "delay " + delay + ", weight " + weight + ", share " + share);
    }
  }

  /** A regular agent of the queue. */
  public Membership(int tier, int rank, Duration delay, int weight, int share) {
    this(tier, rank, delay, weight, share, 0);
  }

  /** The default in a level of reserve. */
  public static Membership inReserve(int level) {
    return new Membership(0, 0, Duration.ZERO, 1, 1, level);
  }

  /** The default in a tier. */
  public static Membership inTier(int tier) {
    return new Membership(tier, 0, Duration.ZERO, 1, 1);
  }

  /** The default with a rank. */
  public static Membership withRank(int rank) {
    return new Membership(0, rank, Duration.ZERO, 1, 1);
  }

  /** The default with a delay. */
  public static Membership after(Duration delay) {
    return new Membership(0, 0, delay, 1, 1);
  }
}
