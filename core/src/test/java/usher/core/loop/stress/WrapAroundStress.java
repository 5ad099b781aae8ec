package usher.core.loop.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import usher.core.loop.SpscRing;

/**
 * Six elements go through two slots while the other end takes what it finds: what was accepted
 * comes out in order and once, what was refused is counted.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "in order, none lost; refusals counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, doubled, out of order or miscounted")
@State
public class WrapAroundStress {
  private static final int ELEMENTS = 6;

  private final SpscRing<Integer> ring = new SpscRing<>(2);
  private int accepted;
  private int next;
  private boolean inOrder = true;

  /** The producer numbers what is accepted. */
  @Actor
  public void producer() {
    for (int i = 0; i < ELEMENTS; i++) {
      if (ring.offer(accepted)) {
        accepted++;
      }
    }
  }

  /** The consumer looks as often. */
  @Actor
  public void consumer() {
    for (int i = 0; i < ELEMENTS; i++) {
      take();
    }
  }

  private boolean take() {
    Integer element = ring.poll();
    inOrder &= element == null || element == next++;
    return element != null;
  }

  /** When both are done. */
  @Arbiter
  public void arbiter(II_Result result) {
    while (take()) {
      // The rest.
    }
    result.r1 = inOrder && next == accepted ? 1 : 0;
    result.r2 = ring.refused() == ELEMENTS - accepted ? 1 : 0;
  }
}
