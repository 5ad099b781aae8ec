package usher.perf.decision;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The router: one agent is released and one call arrives, is offered, answered and connected, with
 * ring timers, declined offers and offers that ring out, exclusions, cool-downs and relaxation.
 */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Routing extends Centre {
  /** Opens the centre. */
  @Setup(Level.Trial)
  public void setUp() {
    open();
  }

  @Override
  Subject subject(CentreShape shape, Workload load) {
    return new RouterSubject(shape, load);
  }

  /** One cycle. */
  @Benchmark
  public void cycle() {
    runCycle();
  }
}
