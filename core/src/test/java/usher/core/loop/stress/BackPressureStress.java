package usher.core.loop.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import usher.core.loop.SpscRing;

/** A full ring refuses until a slot is free, and says so; it never overwrites. */
@JCStressTest
@Outcome(id = "0, 1, 2", expect = Expect.ACCEPTABLE, desc = "refused, the old ones are there")
@Outcome(id = "1, 1, 3", expect = Expect.ACCEPTABLE, desc = "accepted after the first was taken")
@Outcome(expect = Expect.FORBIDDEN, desc = "overwritten or lost")
@State
public class BackPressureStress {
  private final SpscRing<Integer> ring = new SpscRing<>(2);
  private int first;

  /** A full ring. */
  public BackPressureStress() {
    ring.offer(1);
    ring.offer(2);
  }

  /** One too many, perhaps. */
  @Actor
  public void producer(III_Result result) {
    result.r1 = ring.offer(3) ? 1 : 0;
  }

  /** Makes room. */
  @Actor
  public void consumer(III_Result result) {
    Integer element = ring.poll();
    first = element == null ? 0 : element;
    result.r2 = first;
  }

  /** The last that is still there. */
  @Arbiter
  public void arbiter(III_Result result) {
    for (Integer element = ring.poll(); element != null; element = ring.poll()) {
      result.r3 = element;
    }
  }
}
