package usher.core.loop.stress;

import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import usher.core.loop.Inbox;

/** The loop is told to stop just when it goes to sleep: it hears of it and sees why. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "it stopped")
@Outcome(expect = Expect.FORBIDDEN, desc = "it did not")
@State
public class StopStress {
  private static final long FOR_EVER_NS = TimeUnit.HOURS.toNanos(1);

  private final Inbox<Integer> inbox = new Inbox<>(4);

  /** Plain on purpose: whoever a wake has ended the sleep of sees what went before the wake. */
  private int stopping;

  /** Whoever stops the server. */
  @Actor
  public void stopper() {
    stopping = 1;
    inbox.wake();
  }

  /** The loop sleeps until it is to stop; for ever, where the call is lost or says nothing. */
  @Actor
  public void loop(I_Result result) {
    while (stopping == 0) {
      inbox.await(FOR_EVER_NS);
    }
    result.r1 = stopping;
  }
}
