package usher.perf.decision;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * CPU time and bytes of one cycle, router against baseline, by the clock of the thread: on a
 * machine with other work on it the clock on the wall says little.
 *
 * <pre>java -cp ... usher.perf.decision.RoutingCost AGENTS WAITING SKILLS PROFILES [SECONDS]</pre>
 */
public final class RoutingCost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BATCH = 2_000;

  private RoutingCost() {}

  /** Measures and prints one line. */
  public static void main(String[] args) {
    int waiting = Integer.parseInt(args[1]);
    long seconds = args.length > 4 ? Long.parseLong(args[4]) : 5;
    CentreShape shape =
        new CentreShape(
            Integer.parseInt(args[0]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    Workload own = new Workload(shape, waiting);
    RouterSubject router = new RouterSubject(shape, own);
    Result fast = measure(own, router, seconds);
    Workload plain = new Workload(shape, waiting);
    Result slow = seconds > 0 ? measure(plain, new BaselineSubject(shape, plain), 1) : fast;
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: router %.0f ns, %.2f decisions, %.2f B a cycle; baseline %.0f ns; ratio %.0f",
            String.join(" ", args),
            fast.ns,
            fast.decisions,
            fast.bytes,
            slow.ns,
            slow.ns / fast.ns));
  }

  private record Result(double ns, double bytes, double decisions) {}

  private static Result measure(Workload workload, Subject subject, long seconds) {
    workload.open(subject);
    run(workload, subject, seconds);
    return run(workload, subject, seconds);
  }

  private static Result run(Workload workload, Subject subject, long seconds) {
    long id = Thread.currentThread().threadId();
    long startNs = THREADS.getThreadCpuTime(id);
    long startBytes = THREADS.getThreadAllocatedBytes(id);
    long startDecisions = workload.decisions();
    long cycles = 0;
    long ns;
    do {
      for (int i = 0; i < BATCH; i++) {
        workload.cycle(subject);
      }
      cycles += BATCH;
      ns = THREADS.getThreadCpuTime(id) - startNs;
    } while (ns < seconds * 1_000_000_000L);
    double bytes = THREADS.getThreadAllocatedBytes(id) - startBytes;
    return new Result(
        (double) ns / cycles,
        bytes / cycles,
        (double) (workload.decisions() - startDecisions) / cycles);
  }
}
