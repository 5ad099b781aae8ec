package usher.core.replay;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import usher.routing.call.CallEnd;

/**
 * The figures of a queue, or of several together. Ratios are null where there is nothing to divide
 * by.
 *
 * @param offered calls that entered; answered, abandoned, flowed out, lost and still waiting add up
 *     to it
 * @param refused turned away before they entered
 * @param abandoned the caller left before an answer
 * @param shortAbandoned of these, those who waited no longer than the limit for short ones
 * @param answeredInTime answered within the threshold, the threshold included
 * @param abandonedInTime abandoned within it
 * @param serviceLevel the five usual definitions
 * @param speedOfAnswerS mean wait of the answered, in seconds
 * @param p95WaitS the wait that 95 of 100 calls did not exceed, whatever ended it, in seconds
 * @param occupancy ringing, talk, hold and wrap-up as a share of that and of being available, of
 *     the agents who can serve the queue
 */
public record Figures(
    long offered,
    long refused,
    long answered,
    long abandoned,
    long shortAbandoned,
    long flowedOut,
    long lost,
    long waiting,
    long answeredInTime,
    long abandonedInTime,
    ServiceLevels serviceLevel,
    @Nullable Double speedOfAnswerS,
    @Nullable Double p95WaitS,
    @Nullable Double occupancy) {

  /**
   * What is in time, and what is short.
   *
   * @param thresholdNs an answer within it is in time
   * @param shortNs an abandon within it says nothing about the service
   */
  public record Limits(long thresholdNs, long shortNs) {
    /** 20 s and 5 s. */
    public static final Limits DEFAULT =
        new Limits(TimeUnit.SECONDS.toNanos(20), TimeUnit.SECONDS.toNanos(5));
  }

  /**
   * The share of calls in time, as five traditions count it. A: answered, B: abandoned, T: within
   * the threshold, S: short, O: offered.
   *
   * @param sl1 A_T / O
   * @param sl2 A_T / A
   * @param sl3 (A_T + B_T) / O
   * @param sl4 A_T / (O - B_S), the one that is printed
   * @param sl5 A_T / (O - B_T)
   */
  public record ServiceLevels(
      @Nullable Double sl1,
      @Nullable Double sl2,
      @Nullable Double sl3,
      @Nullable Double sl4,
      @Nullable Double sl5) {}

  /**
   * Counts.
   *
   * @param calls those that count
   * @param moved calls that the rules gave to other queues, where they count as offered anew
   * @param nowNs for those that still wait
   */
  static Figures of(
      List<CallStory> calls, long moved, long nowNs, Limits limits, @Nullable Double occupancy) {
    Count count = new Count(limits, nowNs);
    calls.forEach(count::add);
    count.offered += moved;
    count.flowedOut += moved;
    return count.figures(occupancy);
  }

  private static @Nullable Double ratio(long part, long whole) {
    return whole == 0 ? null : (Double) ((double) part / (double) whole);
  }

  private static final class Count {
    private final Limits limits;
    private final long nowNs;
    private long offered;
    private long refused;
    private long answered;
    private long abandoned;
    private long shortAbandoned;
    private long flowedOut;
    private long lost;
    private long waiting;
    private long answeredInTime;
    private long abandonedInTime;
    private long answeredWaitNs;
    private long[] waitsNs = new long[16];
    private int waits;

    Count(Limits limits, long nowNs) {
      this.limits = limits;
      this.nowNs = nowNs;
    }

    void add(CallStory call) {
      if (call.refused || call.end == CallEnd.REFUSED) {
        refused++;
        return;
      }
      offered++;
      long waitNs = call.waitNs(nowNs);
      if (call.end == null) {
        waiting++;
      } else {
        ended(call.end, waitNs);
        keep(waitNs);
      }
    }

    private void ended(CallEnd end, long waitNs) {
      boolean inTime = waitNs <= limits.thresholdNs();
      if (end == CallEnd.ANSWERED) {
        answered++;
        answeredWaitNs += waitNs;
        answeredInTime += inTime ? 1 : 0;
      } else if (end == CallEnd.ABANDONED) {
        abandoned++;
        abandonedInTime += inTime ? 1 : 0;
        shortAbandoned += waitNs <= limits.shortNs() ? 1 : 0;
      } else if (end.isFlowOut()) {
        flowedOut++;
      } else {
        lost++;
      }
    }

    private void keep(long waitNs) {
      if (waits == waitsNs.length) {
        waitsNs = Arrays.copyOf(waitsNs, waits * 2);
      }
      waitsNs[waits++] = waitNs;
    }

    Figures figures(@Nullable Double occupancy) {
      return new Figures(
          offered,
          refused,
          answered,
          abandoned,
          shortAbandoned,
          flowedOut,
          lost,
          waiting,
          answeredInTime,
          abandonedInTime,
          new ServiceLevels(
              ratio(answeredInTime, offered),
              ratio(answeredInTime, answered),
              ratio(answeredInTime + abandonedInTime, offered),
              ratio(answeredInTime, offered - shortAbandoned),
              ratio(answeredInTime, offered - abandonedInTime)),
          answered == 0 ? null : (Double) (answeredWaitNs / 1e9 / (double) answered),
          percentile95(),
          occupancy);
    }

    /** The nearest rank, by exact sort. */
    private @Nullable Double percentile95() {
      if (waits == 0) {
        return null;
      }
      Arrays.sort(waitsNs, 0, waits);
      int rank = Math.ceilDiv(waits * 95, 100);
      return waitsNs[rank - 1] / 1e9;
    }
  }
}
