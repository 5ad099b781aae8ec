package usher.core.loop.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import usher.core.loop.SpscRing;

/**
 * What happens when two threads use one ring as producers, against its contract: elements are lost.
 * So each thread has a door of its own; and it shows that these tests do see such things.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the two did not meet")
@Outcome(id = "0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "accepted and lost")
@State
public class TwoProducersStress {
  private static final int EACH = 8;

  private final SpscRing<Integer> ring = new SpscRing<>(2 * EACH);
  private int accepted;
  private int alsoAccepted;

  /** One producer. */
  @Actor
  public void producer() {
    for (int i = 0; i < EACH; i++) {
      accepted += ring.offer(i) ? 1 : 0;
    }
  }

  /** One too many. */
  @Actor
  public void intruder() {
    for (int i = 0; i < EACH; i++) {
      alsoAccepted += ring.offer(i) ? 1 : 0;
    }
  }

  /** When both are done. */
  @Arbiter
  public void arbiter(I_Result result) {
    int taken = 0;
    while (ring.poll() != null) {
      taken++;
    }
    result.r1 = taken == accepted + alsoAccepted ? 1 : 0;
  }
}
