package usher.perf.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the benchmarks compare like with like, and what a cycle allocates. */
class WorkloadTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 40_000;
  private static final int MEASURED = 100_000;

  /** What growing tables and the measurement itself may take in all cycles together. */
  private static final long BYTES = MEASURED / 2;

  @ParameterizedTest
  @CsvSource({
    "100, 0, 8, 20, true",
    "100, 50, 8, 20, true",
    "500, 0, 64, 100, true",
    "500, 300, 64, 100, true",
    "500, 0, 64, 100, false"
  })
  void theRouterAndTheBaselineOfferEveryCallToTheSameAgent(
      int agents, int waiting, int skills, int profiles, boolean offersFail) {
    CentreShape shape = new CentreShape(agents, skills, profiles);
    Workload routed = new Workload(shape, waiting, offersFail);
    Workload scanned = new Workload(shape, waiting, offersFail);
    RouterSubject router = new RouterSubject(shape, routed);
    BaselineSubject baseline = new BaselineSubject(shape, scanned);
    routed.open(router);
    scanned.open(baseline);
    for (int cycle = 0; cycle < 5_000; cycle++) {
      routed.cycle(router);
      scanned.cycle(baseline);
      assertThat(routed.choices()).as("cycle %s", cycle).isEqualTo(scanned.choices());
    }
    assertThat(routed.decisions()).isEqualTo(scanned.decisions()).isGreaterThan(10_000);
    router.router().audit();
  }

  @ParameterizedTest
  @CsvSource({"1000, 0, 64, 100", "1000, 1000, 64, 100"})
  void theRouterAllocatesNothingInTheSteadyState(
      int agents, int waiting, int skills, int profiles) {
    CentreShape shape = new CentreShape(agents, skills, profiles);
    Workload workload = new Workload(shape, waiting, true);
    RouterSubject router = new RouterSubject(shape, workload);
    workload.open(router);
    run(workload, router, WARM_UP);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    run(workload, router, MEASURED);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThanOrEqualTo(BYTES);
  }

  private static void run(Workload workload, RouterSubject router, int cycles) {
    for (int cycle = 0; cycle < cycles; cycle++) {
      workload.cycle(router);
    }
  }
}
