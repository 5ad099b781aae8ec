package usher.perf.decision;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How long the slowest cycles take, and how long the slowest of equally long stretches of bare
 * arithmetic do: what the second shows is the machine's (timer interrupts, other work, other
 * machines on the same host) and not the router's. One after the other in one loop, so that both
 * meet the same machine.
 *
 * <pre>java -jar perf/target/benchmarks.jar tail [AGENTS SKILLS PROFILES ROUNDS]</pre>
 */
public final class Tail {
  private static final int ROUND = 1_000_000;
  private static final int WARM_UP = 3;
  private static final long LONGEST_NS = 10_000_000_000L;
  private static final double[] PERCENTILES = {50, 99, 99.9, 99.99};

  private final Workload workload;
  private final RouterSubject router;
  private final Random64 arithmetic = new Random64(1);
  private final Histogram cycles = new Histogram(LONGEST_NS, 3);
  private final Histogram bare = new Histogram(LONGEST_NS, 3);

  /** How many steps of arithmetic take about as long as a cycle. */
  private int steps = 100;

  private int sum;

  private Tail(CentreShape shape) {
    workload = new Workload(shape, 0, true);
    router = new RouterSubject(shape, workload);
    workload.open(router);
  }

  /** Measures and prints. */
  public static void main(String[] args) {
    boolean sized = args.length == 4;
    Tail tail =
        new Tail(
            new CentreShape(
                sized ? Integer.parseInt(args[0]) : 10_000,
                sized ? Integer.parseInt(args[1]) : 64,
                sized ? Integer.parseInt(args[2]) : 1_000));
    for (int round = 0; round < WARM_UP; round++) {
      tail.round();
      tail.alike();
    }
    for (int round = 0; round < (sized ? Integer.parseInt(args[3]) : 5); round++) {
      tail.round();
    }
    System.out.println("a cycle, ns:         " + words(tail.cycles));
    System.out.println("bare arithmetic, ns: " + words(tail.bare) + " (" + tail.sum + ")");
  }

  private void round() {
    for (int i = 0; i < ROUND; i++) {
      long startNs = System.nanoTime();
      workload.cycle(router);
      long betweenNs = System.nanoTime();
      compute();
      cycles.recordValue(betweenNs - startNs);
      bare.recordValue(System.nanoTime() - betweenNs);
    }
  }

  private void compute() {
    for (int i = 0; i < steps; i++) {
      sum += arithmetic.below(3);
    }
  }

  private void alike() {
    steps = (int) Math.max(1, steps * cycles.getMean() / bare.getMean());
    cycles.reset();
    bare.reset();
  }

  private static String words(Histogram histogram) {
    StringBuilder words = new StringBuilder();
    for (double percentile : PERCENTILES) {
      words.append(
          String.format(
              Locale.ROOT, "p%s %d  ", percentile, histogram.getValueAtPercentile(percentile)));
    }
    return words.append(histogram.getTotalCount()).append(" of them").toString();
  }
}
