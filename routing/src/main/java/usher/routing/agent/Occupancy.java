package usher.routing.agent;

import java.util.Arrays;

/**
 * What part of an agent's recent time at the disposal of callers was work: ringing, talking,
 * holding and wrapping up, against waiting for it. Time not ready or logged out does not count.
 * Recent means that what happened counts half after each {@link #HALF_LIFE_NS} of such time.
 *
 * <p>While all of them wait, the figures of all agents shrink by the same factor, so the logarithm
 * plus the passed half-lives is a number that stays the same while an agent waits and orders agents
 * as their figures would at any instant.
 */
public final class Occupancy {
  /** Half of the weight is gone after this: 30 minutes. */
  public static final long HALF_LIFE_NS = 30L * 60 * 1_000_000_000;

  private static final double LN_2 = StrictMath.log(2);
  private static final double SMALLEST = 0x1p-40;
  private static final double KEY_SCALE = 0x1p32;

  /** What the agent's time counts as. */
  public enum Use {
    WORKING,
    WAITING,
    AWAY
  }

  private double[] occupied = new double[0];
  private long[] sinceNs = new long[0];
  private Use[] use = new Use[0];

  void grow(int agents) {
    int before = use.length;
    occupied = Arrays.copyOf(occupied, agents);
    sinceNs = Arrays.copyOf(sinceNs, agents);
    use = Arrays.copyOf(use, agents);
    Arrays.fill(use, before, agents, Use.AWAY);
  }

  /** Starts all anew: nobody was busy, everybody is away. */
  public void reset() {
    Arrays.fill(occupied, 0);
    Arrays.fill(sinceNs, 0);
    Arrays.fill(use, Use.AWAY);
  }

  /** Counts the time since the last change for what it was, and from now on for something else. */
  public void change(int agent, Use to, long nowNs) {
    if (use[agent] != to) {
      occupied[agent] = at(agent, nowNs);
      sinceNs[agent] = nowNs;
      use[agent] = to;
    }
  }

  /** The part, 0 to 1. */
  public double at(int agent, long nowNs) {
    double past = decay(nowNs - sinceNs[agent]);
    return switch (use[agent]) {
      case WORKING -> 1 - (1 - occupied[agent]) * past;
      case WAITING -> occupied[agent] * past;
      case AWAY -> occupied[agent];
    };
  }

  /** Starts an agent with a figure of others. */
  public void start(int agent, double with, long nowNs) {
    occupied[agent] = with;
    sinceNs[agent] = nowNs;
  }

  /** A number that orders agents who wait as their figures do. */
  public long key(int agent) {
    double log = StrictMath.log(Math.max(occupied[agent], SMALLEST)) / LN_2;
    return (long) StrictMath.rint((log + (double) sinceNs[agent] / HALF_LIFE_NS) * KEY_SCALE);
  }

  /** What a key says of an agent who still waits: thousandths, by {@code nowNs}. */
  public static long perMille(long key, long nowNs) {
    double log = key / KEY_SCALE - (double) nowNs / HALF_LIFE_NS;
    return Math.clamp(Math.round(StrictMath.exp(LN_2 * log) * 1000), 0, 1000);
  }

  private static double decay(long elapsedNs) {
    return StrictMath.exp(-LN_2 * elapsedNs / HALF_LIFE_NS);
  }
}
