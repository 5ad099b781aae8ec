package usher.core.call;

import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.core.agent.Target;
import usher.sip.dialog.Dialog;
import usher.sip.media.AudioClip;
import usher.sip.media.MediaStatistics;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;

/**
 * How the legs of one call come to hear each other: {@link RelayedPath} through ports of the
 * server, {@link DirectPath} from phone to phone. Writes the session descriptions of both legs, and
 * answers what either wants to change in the session.
 */
interface MediaPath {
  /** A session description, or why there is none. */
  sealed interface Description {
    /** To be sent. */
    @SuppressWarnings("ArrayRecordComponent") // a body as it goes out, never compared
    record Ready(byte[] sdp) implements Description {}

    /** None: refuse with this status; the reason goes into a Warning. */
    record Impossible(int status, String reason) implements Description {}
  }

  /** What the path tells its call. Each is the last act of a step. */
  interface Listener {
    /** Caller and agent hear each other, and no handshake is open. */
    void joined();

    /** They never will; the call has to end. */
    void failed(int status);

    /** One side put the other on hold. */
    void held(Side by);

    /** The side that held came back. */
    void resumed(Side by);

    /**
     * The audio of a leg went through the server and is over.
     *
     * @param callId the leg's, null for the caller's
     */
    void audioEnded(@Nullable String callId, MediaStatistics statistics);
  }

  /** Finds out whether the caller can be served at all, and takes what is needed for it. */
  Description prepare();

  /** Our own audio, for a caller who waits. The same every time. */
  Description forCaller();

  /** From now on this is the waiting music. */
  void music(AudioClip clip);

  /** Plays the waiting music to the caller, if he has our audio. */
  void playMusic();

  /**
   * What the agent of this offer is offered.
   *
   * @param phone what his phone takes, and where it is
   */
  Description forAgent(long offerId, Target phone);

  /** The offer ended without a call. */
  void forgetAgent(long offerId);

  /** The agent of this offer answered. False where there is nothing in it to talk with. */
  boolean agentAnswered(long offerId, SipResponse answer);

  /**
   * Joins them, accepting the caller if that was not done yet; {@link Listener#joined} follows,
   * maybe at once.
   */
  void connect(Dialog caller, Dialog agent, long offerId);

  /**
   * The leg of this offer is given to another call, where it goes on at the same port. Null where
   * there is none.
   */
  @Nullable MediaLeg handOver(long offerId);

  /** Takes a leg of another call as that of this offer; {@link #connect} joins it. */
  void adopt(long offerId, MediaLeg leg);

  /** The same for the caller's leg; he talks to nobody here any more. */
  @Nullable MediaLeg handOverCaller();

  /** Whether no phone is being told of another just now. */
  boolean isSettled();

  /**
   * From now on these hear each other, and nobody else: more than two by a mixer. Who talked
   * directly so far is fetched.
   *
   * @param withCaller false where the caller is gone
   * @param legIds of offers and legs, all of which have been connected or adopted
   */
  void gather(boolean withCaller, List<Long> legIds);

  /** The agent who was connected is gone; the caller is ours again. */
  void disconnect();

  /** The caller acknowledged our 2xx. */
  void callerAcknowledged(SipRequest ack);

  /** This side wants to change the session. */
  void reinvited(Side side, Dialog dialog, SipRequest reinvite);

  /** This side acknowledged our answer to its re-INVITE. */
  void reinviteAcknowledged(Side side, SipRequest ack);

  /** This side took its re-INVITE back. */
  void reinviteCancelled(Side side);

  /** This side answered our re-INVITE. */
  void reinviteAnswered(Side side, SipResponse answer);

  /** This side refused our re-INVITE. */
  void reinviteRefused(Side side, int status);

  /** True where caller, or who talks to him, can never hear anything. */
  boolean isBroken();

  /** Whether this side tells of its keys in the audio: it has done so. */
  boolean tellsKeys(Side from);

  /** Whether the keys that this side presses reach the other in the audio, as far as is known. */
  boolean passesKeys(Side from);

  /** Gives all ports back. */
  void close();

  /** The other side. */
  static Side other(Side side) {
    return switch (side) {
      case CALLER -> Side.AGENT;
      case AGENT -> Side.CALLER;
    };
  }

  /** The body of this message, null where it has none. */
  static byte @Nullable [] sdpOf(SipMessage message) {
    return message.hasBody() ? message.body() : null;
  }
}
