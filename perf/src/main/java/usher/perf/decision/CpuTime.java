package usher.perf.decision;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What an operation costs by the clock of the measuring threads, which stands still while they do
 * not run; and how many decisions a second of it yields. On a machine with other work on it the
 * clock on the wall says little.
 */
public final class CpuTime implements InternalProfiler {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String MEASURING = "jmh-worker";
  private static final double NS_PER_S = 1e9;

  private static volatile @Nullable Workload measured;

  private long cpuNs;
  private long decisions;

  /** Says whose decisions are counted in this process. */
  static void countDecisionsOf(Workload workload) {
    measured = workload;
  }

  @Override
  public String getDescription() {
    return "CPU time of the measuring threads per operation, and decisions per second of it";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    cpuNs = cpuNs();
    decisions = decisions();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double usedNs = cpuNs() - cpuNs;
    List<Result<?>> results = new ArrayList<>();
    results.add(scalar("cpu", usedNs / result.getMetadata().getAllOps(), "ns/op"));
    if (measured != null) {
      results.add(scalar("decisions", (decisions() - decisions) * NS_PER_S / usedNs, "1/cpu-s"));
    }
    return results;
  }

  private static ScalarResult scalar(String name, double value, String unit) {
    return new ScalarResult(name, value, unit, AggregationPolicy.AVG);
  }

  private static long decisions() {
    Workload workload = measured;
    return workload == null ? 0 : workload.decisions();
  }

  private static long cpuNs() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().contains(MEASURING))
        .mapToLong(thread -> THREADS.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }
}
