package usher.core.loop;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import usher.sip.message.Method;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.overload.Backlog;

/**
 * How long messages of one thread's lay in the inbox: the loop writes, that thread reads and begins
 * anew. That the two may miss one another once is of no account.
 */
public final class LoopDelay implements Backlog {
  private final AtomicLong shortestNs = new AtomicLong(NOTHING_TAKEN);
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong entered = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong inputNs = new AtomicLong();

  /** That thread has left a message in the inbox; called by it alone. */
  public void entered() {
    entered.setRelease(entered.getPlain() + 1);
  }

  /** The loop has taken a message that lay for so long. Those that need not wait say nothing. */
  void taken(SipMessage message, long afterNs) {
    taken.setRelease(taken.getPlain() + 1);
    if (afterNs < shortestNs.getPlain() && Input.SipArrived.mayWait(message)) {
      shortestNs.setRelease(afterNs);
    }
    boolean isCall =
        message instanceof SipRequest request
            && request.method() == Method.INVITE
            && request.toTag() == null;
    if (isCall) {
      calls.incrementAndGet();
    }
  }

  /** What the loop needs for one input. */
  void inputTakes(long ns) {
    inputNs.setRelease(ns);
  }

  /** What lies in the inbox comes first. Other threads' inputs, which come between, are few. */
  @Override
  public long expectedNs() {
    return (entered.getAcquire() - taken.getAcquire()) * inputNs.getAcquire();
  }

  @Override
  public long takeShortestNs() {
    return shortestNs.getAndSet(NOTHING_TAKEN);
  }

  @Override
  public int takeCalls() {
    return calls.getAndSet(0);
  }
}
