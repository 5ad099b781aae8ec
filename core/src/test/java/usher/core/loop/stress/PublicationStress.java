package usher.core.loop.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import usher.core.loop.SpscRing;

/** Who takes an element out sees all that was written to it before it was put in. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "nothing there yet")
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "all of it")
@Outcome(expect = Expect.FORBIDDEN, desc = "a part of it")
@State
public class PublicationStress {
  private final SpscRing<Message> ring = new SpscRing<>(2);

  /** Fields that nothing but the ring publishes. */
  private static final class Message {
    long head;
    long tail;
  }

  /** The producer. */
  @Actor
  public void producer() {
    Message message = new Message();
    message.head = -1;
    message.tail = -1;
    ring.offer(message);
  }

  /** The consumer. */
  @Actor
  public void consumer(JJ_Result result) {
    Message message = ring.poll();
    if (message != null) {
      result.r2 = message.tail;
      result.r1 = message.head;
    }
  }
}
