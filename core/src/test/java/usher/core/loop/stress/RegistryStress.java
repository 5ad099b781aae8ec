package usher.core.loop.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import usher.core.loop.Inbox;

/** A thread comes while the loop forgets another that has gone: neither change loses the other. */
@JCStressTest
@Outcome(id = "7, 1", expect = Expect.ACCEPTABLE, desc = "the new door is there and is read")
@Outcome(expect = Expect.FORBIDDEN, desc = "a change of the registry was lost")
@State
public class RegistryStress {
  private final Inbox<Integer> inbox = new Inbox<>(4);
  private int sum;

  /** Somebody was there and has gone. */
  public RegistryStress() {
    inbox.open().close();
  }

  /** Somebody comes. */
  @Actor
  public void newcomer() {
    inbox.open().offer(7);
  }

  /** The loop forgets who has gone. */
  @Actor
  public void loop() {
    inbox.drain(element -> sum += element, 8);
  }

  /** The loop's next turns. */
  @Arbiter
  public void arbiter(II_Result result) {
    inbox.drain(element -> sum += element, 8);
    inbox.drain(element -> sum += element, 8);
    result.r1 = sum;
    result.r2 = inbox.doors();
  }
}
