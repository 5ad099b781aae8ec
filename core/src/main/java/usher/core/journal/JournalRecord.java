package usher.core.journal;

import java.nio.ByteBuffer;
import usher.sip.transport.Flow;

/**
 * What the journal holds: the loop's inputs, from which everything else follows, and the few
 * consequences that somebody relies on before they can be computed again (offers, agents' states,
 * call records). The time of each stands beside it in {@link JournalEntry}.
 *
 * <pre>
 *   runs      Started  Stopped
 *   inputs    SipReceived  TransportChanged  MediaStarted  DigitHeard  PlayEnded  AdminCommanded  Turn
 *             NameLocated
 *   outcomes  OfferMade  OfferEnded  AgentChanged  CallChanged  CallRecorded
 *   routing   RulesTaken  RouterCommanded  CallEntered
 *   other     Unknown
 * </pre>
 */
public sealed interface JournalRecord {

  /** Number of the record's type in the file. */
  int type();

  /**
   * A run began.
   *
   * @param seed of everything random in it
   * @param configSha256 of the configuration's text, in hexadecimal
   * @param version of the program
   */
  record Started(Seed seed, String configSha256, String version) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.STARTED;
    }
  }

  /** A run ended in order; without it, it was cut off. */
  record Stopped(String reason) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.STOPPED;
    }
  }

  /** A turn of the loop in which timers were due; its time is the input. */
  record Turn() implements JournalRecord {
    @Override
    public int type() {
      return RecordType.TURN;
    }
  }

  /**
   * A SIP message came.
   *
   * @param bytes from position to limit; not changed afterwards
   */
  record SipReceived(Flow flow, ByteBuffer bytes) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.SIP_RECEIVED;
    }
  }

  /** A connection was made, ended or could not be made, or a datagram could not be delivered. */
  record TransportChanged(Flow flow, Kind kind, String reason) implements JournalRecord {
    /** What happened to it. */
    public enum Kind {
      OPENED,
      CLOSED,
      FAILED
    }

    @Override
    public int type() {
      return RecordType.TRANSPORT_CHANGED;
    }
  }

  /** The first audio of a leg was heard. */
  record MediaStarted(long leg) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.MEDIA_STARTED;
    }
  }

  /** A key was pressed on a leg. */
  record DigitHeard(long leg, char digit) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.DIGIT_HEARD;
    }
  }

  /** An announcement to a leg came to its end. */
  record PlayEnded(long leg) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.PLAY_ENDED;
    }
  }

  /**
   * Somebody asked the server to do something.
   *
   * @param who an account's name, or the signal's
   * @param command in the notation of whoever took it in
   */
  record AdminCommanded(String who, String command) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.ADMIN_COMMANDED;
    }
  }

  /** A call is being offered to an agent; in the journal before the INVITE is on the wire. */
  record OfferMade(long offer, long call, String agent, String queue) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.OFFER_MADE;
    }
  }

  /** An offer ended, once for each made. */
  record OfferEnded(long offer, long call, String agent, String outcome) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.OFFER_ENDED;
    }
  }

  /** An agent's state changed. */
  record AgentChanged(String agent, String state, String reason) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.AGENT_CHANGED;
    }
  }

  /** A call's state changed. */
  record CallChanged(long call, String state, String detail) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.CALL_CHANGED;
    }
  }

  /**
   * A call is over.
   *
   * @param json its call record
   */
  record CallRecorded(long call, String json) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.CALL_RECORDED;
    }
  }

  /**
   * A part of the rules that hold from the next {@link RouterCommanded} on; see {@link RulesText}.
   *
   * @param version of the rules, 1 at the start of a run and higher with each reload
   * @param sha256 of the configuration's text, in hexadecimal
   * @param part from 0
   * @param parts how many there are
   * @param bytes of the text without passwords, compressed
   */
  record RulesTaken(long version, String sha256, long part, long parts, ByteBuffer bytes)
      implements JournalRecord {
    @Override
    public int type() {
      return RecordType.RULES_TAKEN;
    }
  }

  /**
   * What the router was told in a turn.
   *
   * @param tape a piece of tape, see {@link usher.routing.tape}
   */
  record RouterCommanded(ByteBuffer tape) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.ROUTER_COMMANDED;
    }
  }

  /**
   * A call entered the router, whose handle for it stands here beside what the rules knew of it.
   *
   * @param call its number in this run
   * @param routingId the router's handle
   * @param sipCallId of the caller's dialog, by which its INVITE is found
   * @param caller as a name-addr
   * @param called the URI that was dialled
   */
  record CallEntered(long call, long routingId, String sipCallId, String caller, String called)
      implements JournalRecord {
    @Override
    public int type() {
      return RecordType.CALL_ENTERED;
    }
  }

  /**
   * A name of the configuration was looked up.
   *
   * @param query what was asked, in words
   * @param ttlNs for how long the answer is so
   * @param servers where it leads, in words
   */
  record NameLocated(String query, long ttlNs, String servers) implements JournalRecord {
    @Override
    public int type() {
      return RecordType.NAME_LOCATED;
    }
  }

  /**
   * A type that this program does not know, written by a later one.
   *
   * @param payload read-only
   */
  record Unknown(int type, ByteBuffer payload) implements JournalRecord {}
}
