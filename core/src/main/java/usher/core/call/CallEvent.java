package usher.core.call;

import java.time.Duration;
import java.util.List;
import usher.routing.offer.OfferOutcome;

/**
 * What can happen to a call. Offers are named by the router's offer id, which is never used twice.
 */
public sealed interface CallEvent {
  /** The INVITE is acceptable and its queue is known. The first event of every call. */
  record Arrived() implements CallEvent {}

  /** The router has the call in line. */
  record Admitted() implements CallEvent {}

  /** A rung refused the call at the instant it arrived; the router has let it go. */
  record TurnedAway(int status) implements CallEvent {}

  /** A rung ends the call; the router has let it go. */
  record SaidGoodbye(int status) implements CallEvent {}

  /** A rung sends the call to a place outside of the centre; the router keeps its place in line. */
  record SentOutside(long legId, String target, Duration ring) implements CallEvent {}

  /** The phone outside was picked up. */
  record OutsideAnswered(long legId) implements CallEvent {}

  /** The phone outside refused, could not be reached, or rang long enough. */
  record OutsideFailed(long legId) implements CallEvent {}

  /** The leg outside ended after it was answered. */
  record OutsideHungUp(long legId) implements CallEvent {}

  /** The router reserved an agent for the call. */
  record Offered(long offerId, int agent) implements CallEvent {}

  /** The router took an offer back, or its time was up; the router knows already. */
  record OfferWithdrawn(long offerId, OfferOutcome outcome) implements CallEvent {}

  /** The call reached its queue's maximum wait; the router has let it go. */
  record WaitedTooLong() implements CallEvent {}

  /** The agent's phone says that it rings. */
  record AgentRinging(long offerId) implements CallEvent {}

  /** The agent's phone was picked up, and the router gave it the call. */
  record AgentAnswered(long offerId) implements CallEvent {}

  /** The agent's phone refused, or could not be reached. */
  record AgentFailed(long offerId, OfferOutcome outcome) implements CallEvent {}

  /** The agent's leg ended after it was answered. */
  record AgentHungUp(long offerId) implements CallEvent {}

  /** Caller and agent can hear each other: no handshake is open any more. */
  record Joined() implements CallEvent {}

  /** The agent passes the call on to a queue. */
  record PassedToQueue(String queue) implements CallEvent {}

  /** The agent passes the call on to somebody whose phone is to be rung. */
  record PassedToPhone(long legId) implements CallEvent {}

  /**
   * The agent passes the call on to somebody whom he has called himself, by a leg that is there.
   */
  record PassedToLeg(long legId, boolean answered) implements CallEvent {}

  /** Who was on the other side belongs to another call now: the caller of this one joined them. */
  record TakenAway() implements CallEvent {}

  /**
   * The agent lets those whom he has asked hear the caller, and the caller them: their legs belong
   * to this call already.
   */
  record Conferred(List<CallState.Member> guests) implements CallEvent {
    public Conferred {
      guests = List.copyOf(guests);
    }
  }

  /** Both sides belong to another call now: who called this one made a conference there. */
  record Absorbed() implements CallEvent {}

  /** The caller left: CANCEL before our answer, BYE after it, or it never acknowledged. */
  record CallerLeft() implements CallEvent {}

  /**
   * Something is wrong with this call alone and it has to end: no media port, no answer that can be
   * understood.
   */
  record Failed(int status) implements CallEvent {}

  /** The server stops and its patience with running calls is over. */
  record ServerStops() implements CallEvent {}
}
