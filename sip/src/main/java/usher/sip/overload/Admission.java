package usher.sip.overload;

import java.time.Duration;

/**
 * Decides which messages may come in. The rate of calls is learnt: as long as messages are taken
 * quickly it grows by a little; when for a while even the luckiest message had to lie (RFC 8289's
 * test for a standing queue) the loop has never been idle, so what it took is what it can do, and
 * the rate becomes a little less than that until the queue is gone; but for when no more are asked
 * for than it took, as at the end of a flood. It begins low, since a server that has just been
 * started is slow. Each lane's share is a rate with a burst (GCRA).
 *
 * <pre>
 *                 a standing queue, three in a row: 95 % of what was taken
 *              +-----------------------------------------------------------+
 *              v                                                           |
 *   START_PER_S ------ no queue, and half the rate is asked for: + 4 % ----+-->  MOST_PER_S
 * </pre>
 *
 * <p>What a bad moment has taught is forgotten: below START_PER_S the rate grows though nobody asks
 * for it, for what a server can do at once when it starts it can do after a quiet time.
 *
 * <p>A rate is learnt too slowly where a load comes at once, and what was let in too much all has
 * to be served later. So where a message would lie for longer than {@link #MOST_LYING} nothing new
 * comes in at all, but calls for help.
 *
 * <p>Belongs to one I/O thread.
 */
public final class Admission {
  /** Calls per second at the start. */
  public static final int START_PER_S = 400;

  /** Calls per second that are always admitted. */
  public static final int LEAST_PER_S = 50;

  /** Calls per second beyond which there is nothing to learn. */
  public static final int MOST_PER_S = 100_000;

  /** How long a message may lie before the loop takes it. */
  public static final Duration TARGET = Duration.ofMillis(20);

  /** Where a message would lie for longer, only what runs and calls for help are let in. */
  public static final Duration MOST_LYING = Duration.ofMillis(100);

  /** How often the rate is looked at. */
  public static final Duration INTERVAL = Duration.ofMillis(100);

  /** More calls per second after each good interval, at least. */
  public static final int STEP_PER_S = 20;

  /** What part of the rate such a step is where that is more. */
  private static final int STEP_PART = 25;

  /** Messages of a lane that may come in at once, however low the rate. */
  public static final int BURST = 100;

  private static final long NS_PER_S = 1_000_000_000;
  private static final long TARGET_NS = TARGET.toNanos();
  private static final long MOST_LYING_NS = MOST_LYING.toNanos();
  private static final long INTERVAL_NS = INTERVAL.toNanos();
  private static final int INTERVALS_PER_S = (int) (NS_PER_S / INTERVAL_NS);
  private static final int BAD_BEFORE_IT_FALLS = 3;

  private final Backlog backlog;
  private final Repeats repeats = new Repeats();
  private final Throughput throughput = new Throughput();

  /** By lane: when its next message would be due if they came at its rate. */
  private final long[] dueNs = new long[Lane.COUNT];

  private int callsPerS = START_PER_S;
  private long intervalBeganNs;
  private int wanted;
  private int admitted;
  private int badInARow;
  private int refusedPercent;
  private boolean started;

  /** Begins with {@link #START_PER_S}. */
  public Admission(Backlog backlog) {
    this.backlog = backlog;
  }

  /**
   * Whether a message may come in.
   *
   * @param mayRepeat whether it may be a copy of one that came before, as over UDP
   */
  public boolean admits(Lane lane, byte[] message, boolean mayRepeat, long nowNs) {
    look(nowNs);
    if (lane.always() || (mayRepeat && repeats.isKnown(message))) {
      return true;
    }
    wanted += lane.isCall() ? 1 : 0;
    boolean admits =
        lane == Lane.EMERGENCY
            ? takes(lane, nowNs) || takes(Lane.CALL, nowNs)
            : backlog.expectedNs() <= MOST_LYING_NS && takes(lane, nowNs);
    if (admits) {
      admitted += lane.isCall() ? 1 : 0;
      if (mayRepeat) {
        repeats.remember(message);
      }
    }
    return admits;
  }

  /** Whether this message was let in before and comes again. */
  boolean isKnown(byte[] message) {
    return repeats.isKnown(message);
  }

  private boolean takes(Lane lane, long nowNs) {
    long costNs = NS_PER_S / lane.perS(callsPerS);
    long toleranceNs = Math.max(INTERVAL_NS, BURST * costNs);
    long due = Math.max(dueNs[lane.code], nowNs);
    boolean takes = due - nowNs <= toleranceNs;
    if (takes) {
      dueNs[lane.code] = due + costNs;
    }
    return takes;
  }

  private void look(long nowNs) {
    if (!started) {
      started = true;
      restart(nowNs);
    } else if (nowNs - intervalBeganNs >= INTERVAL_NS) {
      learn(nowNs - intervalBeganNs);
      restart(nowNs);
    }
  }

  private void restart(long nowNs) {
    intervalBeganNs = nowNs;
    wanted = 0;
    admitted = 0;
  }

  private void learn(long intervalNs) {
    long shortestNs = backlog.takeShortestNs();
    throughput.taken(backlog.takeCalls(), intervalNs);
    boolean stuck = shortestNs == Backlog.NOTHING_TAKEN && admitted > 0;
    badInARow = stuck || isLong(shortestNs) ? badInARow + 1 : 0;
    boolean tooMany = (long) wanted * NS_PER_S > throughput.perS() * intervalNs;
    if (badInARow >= BAD_BEFORE_IT_FALLS && tooMany) {
      callsPerS = Math.max(LEAST_PER_S, Math.min(callsPerS, throughput.perS() * 95 / 100));
    } else if (badInARow == 0 && wanted * INTERVALS_PER_S > callsPerS / 2) {
      int stepPerS = Math.max(STEP_PER_S, callsPerS / STEP_PART);
      callsPerS = Math.min(MOST_PER_S, callsPerS + stepPerS);
    } else if (badInARow == 0 && callsPerS < START_PER_S) {
      long stepsPerS = STEP_PER_S * Math.ceilDiv(intervalNs, INTERVAL_NS);
      callsPerS = (int) Math.min(START_PER_S, callsPerS + stepsPerS);
    }
    refusedPercent = wanted == 0 ? 0 : (wanted - admitted) * 100 / wanted;
  }

  private static boolean isLong(long shortestNs) {
    return shortestNs != Backlog.NOTHING_TAKEN && shortestNs > TARGET_NS;
  }

  /** Calls per second that are admitted now. */
  public int callsPerS() {
    return callsPerS;
  }

  /** What share of the calls was refused of late, 0 to 100: what RFC 7339 calls oc. */
  public int refusedPercent() {
    return refusedPercent;
  }
}
