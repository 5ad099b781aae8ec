package usher.core.loop.stress;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import usher.core.loop.AcdFigures;

/**
 * Figures are read whole by whoever gets hold of them, even through a plain field: all that leaves
 * the loop's thread is a record, which nobody changes.
 */
@JCStressTest
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "none yet")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "whole")
@Outcome(expect = Expect.FORBIDDEN, desc = "in part")
@State
public class SnapshotStress {
  private @Nullable AcdFigures figures;

  /** The loop answers. */
  @Actor
  public void loop() {
    figures = new AcdFigures(5, 10, 4, 2, 1, 0, 3, 2, 2, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, List.of());
  }

  /** Whoever asked. */
  @Actor
  public void reader(I_Result result) {
    AcdFigures seen = figures;
    boolean whole = seen != null && seen.isBalanced() && seen.offered() == 10;
    result.r1 = seen == null ? -1 : whole ? 1 : 0;
  }
}
