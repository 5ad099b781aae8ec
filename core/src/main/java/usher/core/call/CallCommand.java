package usher.core.call;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.routing.offer.OfferOutcome;

/** What a call wants done. Performed by {@link CallControl} in the order given. */
public sealed interface CallCommand {
  /** Get in line. */
  record EnterQueue() implements CallCommand {}

  /** Send 180 to the caller. */
  record RingCaller() implements CallCommand {}

  /** Send 183 with our audio to the caller and play the waiting music. */
  record PlayEarly() implements CallCommand {}

  /** Send 200 with our audio to the caller, and play the waiting music once he acknowledges. */
  record AnswerAndPlay() implements CallCommand {}

  /**
   * Play the waiting music to a caller who is connected no more: the leg of this offer, or outside,
   * is gone.
   */
  record PlayAgain(long legId) implements CallCommand {}

  /** Invite the agent's phone. The offer is in the journal before the INVITE is on the wire. */
  record RingAgent(long offerId, int agent) implements CallCommand {}

  /** Stop inviting, or hang up, the agent's phone of this offer. */
  record DropAgent(long offerId, DropReason reason) implements CallCommand {}

  /** Tell the router that the phone rings. */
  record ReportRinging(long offerId) implements CallCommand {}

  /** Tell the router that the offer failed. */
  record ReportFailure(long offerId, OfferOutcome outcome) implements CallCommand {}

  /**
   * Let caller and agent hear each other; answers the caller if that was not done yet. {@link
   * CallEvent.Joined} follows.
   */
  record Connect(long offerId) implements CallCommand {}

  /** Tell the router that they do. */
  record ReportConnected(long offerId) implements CallCommand {}

  /** Ring the place outside, for so long. It is in the journal before the INVITE is on the wire. */
  record RingOutside(long legId, String target, Duration ring) implements CallCommand {}

  /** Stop ringing outside, or hang up there. */
  record DropOutside(long legId, DropReason reason) implements CallCommand {}

  /**
   * Let the caller and somebody outside hear each other; answers the caller if that was not done
   * yet. {@link CallEvent.Joined} follows.
   */
  record ConnectOutside(long legId) implements CallCommand {}

  /** Tell the router that the call goes on outside. */
  record ReportOutsideJoined() implements CallCommand {}

  /** Tell the router that nobody outside was there. */
  record ReportOutsideFailed() implements CallCommand {}

  /** Ring who the call is passed on to; caller and agent stay as they are until then. */
  record RingPassed(long legId) implements CallCommand {}

  /**
   * Let the caller and who the call was passed on to hear each other. {@link CallEvent.Joined}
   * follows.
   */
  record ConnectPassed(long legId) implements CallCommand {}

  /**
   * Let these hear each other, and nobody else; more than two are mixed.
   *
   * @param caller false where the caller is gone
   * @param legs offers and legs, by their numbers
   */
  record Gather(boolean caller, List<Long> legs) implements CallCommand {
    public Gather {
      legs = List.copyOf(legs);
    }
  }

  /** Tell the agent who passed the call on that it is done, or that it came to nothing. */
  record ReportPassed(boolean done) implements CallCommand {}

  /** Get in line again: in this queue, or in that of the call where none is named. */
  record EnterAgain(@Nullable String queue) implements CallCommand {}

  /** Ring whom the agent has dialled. It is in the journal before the INVITE is on the wire. */
  record RingDialled(long legId) implements CallCommand {}

  /** Drop the leg that was dialled, and refuse the agent's call as that phone did. */
  record RefuseDialler(long legId) implements CallCommand {}

  /** End the caller's leg, whose other side was given to another call. */
  record HangUpCaller(DropReason reason) implements CallCommand {}

  /** Leave the line because another call takes the place. */
  record MoveOut() implements CallCommand {}

  /** Leave the line without an agent: the caller is gone, or the call cannot go on. */
  record LeaveQueue(boolean callerLeft) implements CallCommand {}

  /** The agent's work with the call is over; wrap-up may follow. */
  record ReleaseAgent(long offerId) implements CallCommand {}

  /** End the caller's leg: a refusal with this status before the answer, BYE after it. */
  record DropCaller(int status) implements CallCommand {}

  /** The same, with the reason that a caller's exchange can act upon. */
  record TurnCallerAway(int status) implements CallCommand {}

  /** The call is over: write its record, free what it holds. Always the last command. */
  record Finish(EndCause cause) implements CallCommand {}

  /** Why an agent's leg is dropped; becomes the Reason of CANCEL or BYE. */
  enum DropReason {
    /** Another agent got the call. */
    ANSWERED_ELSEWHERE("SIP;cause=200;text=\"Call completed elsewhere\""),
    /** The caller is gone. */
    CALLER_LEFT("SIP;cause=487;text=\"Caller left\""),
    /** The phone rang long enough, or the agent is not ready any more. */
    OFFER_ENDED("SIP;cause=487;text=\"Offer ended\""),
    /** The call was passed on. */
    PASSED_ON("SIP;cause=200;text=\"Call transferred\""),
    /** The agent goes on at another phone. */
    REPLACED("SIP;cause=200;text=\"Replaced\""),
    /** The agent goes on in a conference, by another of his dialogs. */
    CONFERENCE("SIP;cause=200;text=\"Conference\""),
    /** The server gives up this call. */
    CALL_ENDED("SIP;cause=500;text=\"Call ended\"");

    private final String reason;

    DropReason(String reason) {
      this.reason = reason;
    }

    /** The value of a Reason header field (RFC 3326). */
    public String reason() {
      return reason;
    }
  }
}
