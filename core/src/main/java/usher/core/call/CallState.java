package usher.core.call;

import java.util.List;

/**
 * Where a call stands.
 *
 * <pre>
 *   New --Arrived--> Entering --Admitted--> Waiting
 *                       +--TurnedAway, SaidGoodbye--> Ended
 *
 *                    Waiting(offers) --AgentAnswered--> Connecting(offer, others) --Joined--> Talking(offer)
 *                      ^  |    ^                          |                             |
 *                      +--+    +------AgentHungUp---------+                             |
 *              Offered, OfferWithdrawn,                   | CallerLeft                  | CallerLeft, AgentHungUp
 *              AgentFailed                                v                             v
 *                      +--CallerLeft, WaitedTooLong--> Ended(cause) <-------------------+
 *
 *                    Waiting --SentOutside--> Outside(leg) --OutsideAnswered--> ConnectingOutside(leg)
 *                      ^                        |                                 |      | Joined
 *                      +------OutsideFailed-----+---------OutsideHungUp-----------+      v
 *                                                                       TalkingOutside(leg) --> Ended
 * </pre>
 *
 * <p>A call with offers still waits: its place and its timers run on.
 */
public sealed interface CallState {
  /** Made, not yet in line. */
  record New() implements CallState {}

  /** In line. The offers are those whose phones are being rung, in the order they were made. */
  record Waiting(List<Long> offers) implements CallState {
    public Waiting {
      offers = List.copyOf(offers);
    }
  }

  /**
   * An agent has answered; audio is being joined. The phones of the other offers ring on until it
   * is.
   */
  record Connecting(long offerId, List<Long> others) implements CallState {
    public Connecting {
      others = List.copyOf(others);
    }
  }

  /** Caller and agent hear each other. */
  record Talking(long offerId) implements CallState {}

  /** In line and asked whether there is a way; not treated yet. */
  record Entering() implements CallState {}

  /** Somebody outside of the centre is being rung; the router keeps the call's place. */
  record Outside(long legId) implements CallState {}

  /** Somebody outside has answered; audio is being joined. */
  record ConnectingOutside(long legId) implements CallState {}

  /** The caller and somebody outside hear each other. */
  record TalkingOutside(long legId) implements CallState {}

  /** Over. */
  record Ended(EndCause cause) implements CallState {}
}
