package usher.core.loop.stress;

import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import usher.core.loop.Inbox;

/** The loop goes to sleep just when something is left for it: it does not sleep beside it. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "awake, or woken, well before the hour")
@Outcome(expect = Expect.FORBIDDEN, desc = "the wake-up was lost")
@State
public class WakeUpStress {
  private static final long FOR_EVER_NS = TimeUnit.HOURS.toNanos(1);

  private final Inbox<Integer> inbox = new Inbox<>(4);
  private final Inbox<Integer>.Door door = inbox.open();

  /** Somebody leaves something. */
  @Actor
  public void producer() {
    door.offer(1);
  }

  /** The loop sleeps until there is something; for ever, where the wake-up is lost. */
  @Actor
  public void loop(II_Result result) {
    while (result.r1 == 0) {
      result.r1 = inbox.drain(element -> {}, 1);
      if (result.r1 == 0) {
        inbox.await(FOR_EVER_NS);
      }
    }
    result.r2 = inbox.drain(element -> {}, 1);
  }
}
