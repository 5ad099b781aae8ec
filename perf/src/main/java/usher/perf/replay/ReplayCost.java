package usher.perf.replay;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * How long the replay of a recorded day takes.
 *
 * <pre>java -cp ... usher.perf.replay.ReplayCost [AGENTS CALLS TIMES]</pre>
 */
public final class ReplayCost {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long SEED = 20261122;

  private ReplayCost() {}

  /** Records, replays and prints a line for each. */
  public static void main(String[] args) {
    int agents = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
    int calls = args.length > 1 ? Integer.parseInt(args[1]) : 170_000;
    int times = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    RecordedDay day = RecordedDay.of(agents, calls, SEED);
    System.out.printf(
        Locale.ROOT,
        "%,d agents, %,d calls, %,d commands, %,d bytes (%.0f a call), digest %016x%n",
        agents,
        day.calls(),
        day.commands(),
        day.tapeBytes(),
        (double) day.tapeBytes() / (double) day.calls(),
        day.digest());
    for (int i = 0; i < times; i++) {
      long wallNs = System.nanoTime();
      long cpuNs = THREADS.getCurrentThreadCpuTime();
      long digest = day.replay();
      System.out.printf(
          Locale.ROOT,
          "replay %d: %.3f s of CPU, %.3f s, digest %016x%n",
          i + 1,
          (THREADS.getCurrentThreadCpuTime() - cpuNs) / 1e9,
          (System.nanoTime() - wallNs) / 1e9,
          digest);
    }
  }
}
