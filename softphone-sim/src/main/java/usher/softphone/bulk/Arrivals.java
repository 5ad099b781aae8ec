package usher.softphone.bulk;

import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** When calls are due. */
public sealed interface Arrivals {
  /** There is no other call. */
  long NEVER_NS = Long.MAX_VALUE;

  /**
   * The instant of the next call, in ns since the beginning, or {@link #NEVER_NS}.
   *
   * @param lastNs of the call before, 0 for the first
   */
  long nextNs(long lastNs, RandomGenerator random);

  /** So many a second, evenly. */
  record Constant(double perS) implements Arrivals {
    public Constant {
      requireRate(perS);
    }

    @Override
    public long nextNs(long lastNs, RandomGenerator random) {
      return lastNs + Math.max(1, Math.round(1e9 / perS));
    }
  }

  /** So many a second on average, each independent of the others. */
  record Poisson(double perS) implements Arrivals {
    public Poisson {
      requireRate(perS);
    }

    @Override
    public long nextNs(long lastNs, RandomGenerator random) {
      return lastNs + Math.max(1, Math.round(random.nextExponential() * 1e9 / perS));
    }
  }

  /** A Poisson process whose rate changes from step to step; after the last one nobody calls. */
  record Profile(List<Step> steps) implements Arrivals {
    /** A part of a day: how long, and how many calls a second. */
    public record Step(long lengthNs, double perS) {
      public Step {
        if (lengthNs <= 0 || !(perS >= 0) || Double.isInfinite(perS)) {
          throw new IllegalArgumentException("a step has a length, and a rate of zero or more");
        }
      }
    }

    public Profile {
      steps = List.copyOf(steps);
    }

    /**
     * Time runs at the rate of each step: what is left of an exponential draw at the end of a step
     * goes on in the next one, at its rate.
     */
    @Override
    public long nextNs(long lastNs, RandomGenerator random) {
      double draw = random.nextExponential();
      long beginNs = 0;
      for (Step step : steps) {
        long endNs = beginNs + step.lengthNs;
        double within = Math.max(0, endNs - Math.max(lastNs, beginNs)) * step.perS / 1e9;
        if (draw < within) {
          return Math.max(lastNs, beginNs) + Math.max(1, (long) (draw * 1e9 / step.perS));
        }
        draw -= within;
        beginNs = endNs;
      }
      return NEVER_NS;
    }

    /** How many calls there are on average. */
    public double calls() {
      return steps.stream().mapToDouble(step -> step.lengthNs * step.perS / 1e9).sum();
    }
  }

  /**
   * A day's profile from lines {@code HH:MM,calls}: so many calls from then until the time of the
   * next line; the last interval is as long as the one before. Lines that are empty, begin with
   * {@code #} or have no time in front (a heading) say nothing.
   *
   * @param speed how many times faster than that day
   * @throws IllegalArgumentException naming the line that is wrong
   */
  static Profile day(List<String> lines, double speed) {
    requireRate(speed);
    List<Interval> intervals = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && Character.isDigit(line.charAt(0))) {
        intervals.add(Interval.read(line, i + 1));
      }
    }
    if (intervals.size() < 2) {
      throw new IllegalArgumentException("a day has two intervals at least, HH:MM,calls");
    }
    List<Profile.Step> steps = new ArrayList<>();
    for (int i = 0; i < intervals.size(); i++) {
      steps.add(intervals.get(i).step(lengthOf(intervals, i), speed));
    }
    return new Profile(steps);
  }

  private static Duration lengthOf(List<Interval> intervals, int index) {
    int from = Math.min(index, intervals.size() - 2);
    Interval begin = intervals.get(from);
    Duration length = Duration.between(begin.from, intervals.get(from + 1).from);
    if (!length.isPositive()) {
      throw new IllegalArgumentException(
          "line " + intervals.get(from + 1).line + ": a time that is not after the one before");
    }
    return length;
  }

  /** One line of a day. */
  record Interval(LocalTime from, double calls, int line) {
    private static Interval read(String text, int line) {
      String[] parts = text.split(",", -1);
      try {
        double calls = Double.parseDouble(parts[1].strip());
        return new Interval(LocalTime.parse(parts[0].strip()), calls, line);
      } catch (DateTimeParseException | NumberFormatException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            "line " + line + ": expected HH:MM,calls, not " + text, e);
      }
    }

    private Profile.Step step(Duration length, double speed) {
      long lengthNs = Math.round(length.toNanos() / speed);
      return new Profile.Step(lengthNs, calls * 1e9 / lengthNs);
    }
  }

  private static void requireRate(double perS) {
    if (!(perS > 0) || Double.isInfinite(perS)) {
      throw new IllegalArgumentException("a rate above zero");
    }
  }
}
