package usher.core.call;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import usher.routing.RoutingEvents;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.offer.OfferOutcome;
import usher.routing.overflow.Then;

/**
 * Takes down what the router decides during a command, for {@link CallControl} to act on when the
 * command is over.
 */
public final class RoutingNotes implements RoutingEvents {
  /** One decision. */
  sealed interface Note {
    record Offered(long offer, long call, int agent, int queue) implements Note {}

    record OfferEnded(long offer, long call, int agent, OfferOutcome outcome) implements Note {}

    record AgentChanged(int agent, Intent intent, int reason, Work work) implements Note {}

    record Fired(long call, int queue, int rung, Then then) implements Note {}

    record LeftWaiting(long call) implements Note {}

    record CallEnded(long call, CallEnd end) implements Note {}
  }

  private final Deque<Note> notes = new ArrayDeque<>();

  /** The oldest note not yet taken, null when there is none. */
  @Nullable Note take() {
    return notes.poll();
  }

  @Override
  public void queued(long call, int queue, int position) {
    notes.add(new Note.LeftWaiting(call));
  }

  @Override
  public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {
    notes.add(new Note.Offered(offer, call, agent, queue));
  }

  @Override
  public void offerEnded(long offer, long call, int agent, OfferOutcome outcome) {
    notes.add(new Note.OfferEnded(offer, call, agent, outcome));
  }

  @Override
  public void agentChanged(int agent, Intent intent, int reason, Work work) {
    notes.add(new Note.AgentChanged(agent, intent, reason, work));
  }

  @Override
  public void fired(long call, int queue, int rung, Then then) {
    notes.add(new Note.Fired(call, queue, rung, then));
  }

  @Override
  public void callEnded(long call, int queue, CallEnd end) {
    notes.add(new Note.CallEnded(call, end));
  }
}
