package usher.core.loop.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import usher.core.loop.Inbox;

/** A thread says its last and closes its door while the loop drains: the last is still read. */
@JCStressTest
@Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "all is read, the door forgotten")
@Outcome(expect = Expect.FORBIDDEN, desc = "forgotten too early, or never")
@State
public class DrainStress {
  private final Inbox<Integer> inbox = new Inbox<>(4);
  private final Inbox<Integer>.Door door = inbox.open();
  private int taken;

  /** The thread that leaves. */
  @Actor
  public void producer() {
    door.offer(1);
    door.offer(2);
    door.offer(3);
    door.close();
  }

  /** The loop. */
  @Actor
  public void loop() {
    taken += inbox.drain(element -> {}, 8);
    taken += inbox.drain(element -> {}, 8);
  }

  /** The loop's next turns. */
  @Arbiter
  public void arbiter(II_Result result) {
    taken += inbox.drain(element -> {}, 8);
    inbox.drain(element -> {}, 8);
    result.r1 = taken;
    result.r2 = inbox.doors();
  }
}
