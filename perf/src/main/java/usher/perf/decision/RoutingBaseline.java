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

/** The same centre, the same decisions, by one lock and a scan of all agents or all calls. */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RoutingBaseline extends Centre {
  /** Opens the centre. */
  @Setup(Level.Trial)
  public void setUp() {
    open();
  }

  @Override
  Subject subject(CentreShape shape, Workload load) {
    return new BaselineSubject(shape, load);
  }

  /** One cycle. */
  @Benchmark
  public void cycle() {
    runCycle();
  }
}
