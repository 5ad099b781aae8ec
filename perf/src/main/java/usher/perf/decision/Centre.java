package usher.perf.decision;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A centre of a measured size, and who routes in it. */
@State(Scope.Thread)
public abstract class Centre {
  /** How many agents there are. */
  @Param({"100", "1000", "10000", "100000"})
  public int agents;

  /** How many calls wait; 0 keeps 85 % of the agents busy. */
  @Param({"0", "1000", "100000"})
  public int waiting;

  /** How many skills there are. */
  @Param({"8", "64", "256"})
  public int skills;

  /** How many different sets of skills the agents have, one each at most. */
  @Param({"100", "1000", "5000"})
  public int profiles;

  /** Whether one offer in 32 is declined and one in 64 rings out; else all are answered. */
  @Param({"true"})
  public boolean offersFail;

  private @Nullable Workload workload;
  private @Nullable Subject subject;

  /** Everybody comes to work, and calls arrive until the load is the wanted one. */
  final void open() {
    CentreShape shape = new CentreShape(agents, skills, profiles);
    Workload load = new Workload(shape, waiting, offersFail);
    Subject routes = subject(shape, load);
    load.open(routes);
    workload = load;
    subject = routes;
    CpuTime.countDecisionsOf(load);
  }

  abstract Subject subject(CentreShape shape, Workload load);

  final void runCycle() {
    Objects.requireNonNull(workload).cycle(Objects.requireNonNull(subject));
  }
}
