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
 *
 *                    Talking --PassedToPhone--> Passing(from, leg)  --OutsideAnswered--> ConnectingPassed(leg)
 *                      ^   |                      |   | AgentHungUp        ^  |               |      | Joined
 *                      |   |                      |   +--> Passed(leg) ----+  |               |      v
 *                      +---|---OutsideFailed------+          | OutsideFailed  | OutsideHungUp | TalkingOutside(leg)
 *                          +--PassedToQueue------------------+----------------+---------------+---> Entering
 *
 *                    Talking --PassedToLeg--> Passing where it rings, ConnectingPassed where it was answered
 *                    TalkingOutside(leg), where that is an agent's --PassedTo...--> as from Talking
 *                    Talking, Waiting --TakenAway--> Ended
 *
 *                    Talking, TalkingOutside --Conferred--> Conference(caller, members) <--+
 *                              ^         ^                     |     |  | Conferred        |
 *                              |         +---------------------+     |  | somebody leaves  |
 *                              |     the caller and one are left     |  +------------------+
 *                              |                                     +--> Ended: one is left, or
 *                              +-- Absorbed --> Ended                     none but people outside
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

  /** The caller hears somebody outside, or to whom an agent passed the call on. */
  record TalkingOutside(long legId) implements CallState {}

  /**
   * Caller and agent may still talk, and somebody to whom the agent passes the call is rung.
   *
   * @param fromId the agent's offer; the number of the agent's leg, below 0, where the call was
   *     passed to that agent
   */
  record Passing(long fromId, long legId) implements CallState {}

  /** The same, but the agent has hung up already. */
  record Passed(long legId) implements CallState {}

  /** Who the call was passed on to has answered; the agent is free, audio is being joined. */
  record ConnectingPassed(long legId) implements CallState {}

  /**
   * One besides the caller whom others hear.
   *
   * @param legId the number of the offer or, below 0, of the leg
   * @param agent whether it is an agent of the centre
   */
  record Member(long legId, boolean agent) {}

  /**
   * More than two hear each other, or two of whom none is the caller.
   *
   * @param caller whether the caller is still there
   * @param members the others, in the order in which they came
   */
  record Conference(boolean caller, List<Member> members) implements CallState {
    public Conference {
      members = List.copyOf(members);
    }

    boolean has(long legId) {
      return members.stream().anyMatch(member -> member.legId() == legId);
    }

    /** How many they are. */
    int size() {
      return members.size() + (caller ? 1 : 0);
    }
  }

  /** An agent has dialled somebody who is being rung; drawn at {@link DialledCall}. */
  record Dialling(long legId) implements CallState {}

  /** Over. */
  record Ended(EndCause cause) implements CallState {}
}
