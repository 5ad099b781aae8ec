package usher.routing;

import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.offer.OfferOutcome;
import usher.routing.overflow.Then;

/**
 * What the router decided, told while a command runs, on the thread that gave the command.
 *
 * <p>An implementation only takes notes: it must not call the router, neither to command nor to
 * read (the router refuses with IllegalStateException), since the command that tells it is not
 * finished. Whoever gave the command acts on the notes after it has returned. Use one
 * implementation per process, so that the calls stay monomorphic. {@link SilentEvents} takes none.
 */
public interface RoutingEvents {
  /**
   * A call has arrived and is decided on with the rest of its instant, see {@link Router#gather}.
   */
  default void gathered(long call, int queue) {}

  /**
   * A call is left waiting: after it arrived and found nobody, or after its last offer failed and
   * found nobody else.
   *
   * @param position its place in its queue, 1 for the first
   */
  void queued(long call, int queue, int position);

  /**
   * An agent and a call are reserved for each other: ring the agent.
   *
   * @param queue the queue through which they met
   * @param ringUntilNs when the router will end the offer with RING_TIMEOUT, in the caller's clock
   */
  void offered(long offer, long call, int agent, int queue, long ringUntilNs);

  /**
   * An offer is over; its handle is stale. Unless call control itself reported the end, the agent's
   * leg is to be cancelled or, when it was answered, released.
   */
  void offerEnded(long offer, long call, int agent, OfferOutcome outcome);

  /** An agent wants or does something else than before; {@code reason} goes with NOT_READY. */
  void agentChanged(int agent, Intent intent, int reason, Work work);

  /** A call was overtaken long enough and rose to a higher band. */
  default void promoted(long call, int band) {}

  /** A call began a further step of its wait in a queue. */
  default void stepped(long call, int queue, int step) {}

  /**
   * A rung of the ladder of a call's queue fires; what it does follows. Call control acts on {@link
   * Then.External}: ring the target, then say {@link Router#outsideAnswered} or {@link
   * Router#outsideFailed}. {@link Then.Refuse} and {@link Then.Goodbye} are followed by the call's
   * end and say how to tell the caller.
   *
   * @param rung its number in the queue's ladder, 0 for the first
   */
  default void fired(long call, int queue, int rung, Then then) {}

  /** So many levels of a queue's reserve take its calls from now on, 0 for none. */
  default void reserveChanged(int queue, int level) {}

  /** A call was given to another queue, where it counts as offered anew. */
  default void moved(long call, int from, int to) {}

  /** A call left the router; its handle is stale. {@code queue} is where it is counted. */
  void callEnded(long call, int queue, CallEnd end);
}
