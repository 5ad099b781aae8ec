package usher.core.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import usher.core.journal.JournalRecord.AdminCommanded;
import usher.core.journal.JournalRecord.AgentChanged;
import usher.core.journal.JournalRecord.CallChanged;
import usher.core.journal.JournalRecord.CallEntered;
import usher.core.journal.JournalRecord.CallRecorded;
import usher.core.journal.JournalRecord.DigitHeard;
import usher.core.journal.JournalRecord.MediaStarted;
import usher.core.journal.JournalRecord.NameLocated;
import usher.core.journal.JournalRecord.OfferEnded;
import usher.core.journal.JournalRecord.OfferMade;
import usher.core.journal.JournalRecord.PlayEnded;
import usher.core.journal.JournalRecord.RouterCommanded;
import usher.core.journal.JournalRecord.RulesTaken;
import usher.core.journal.JournalRecord.SipReceived;
import usher.core.journal.JournalRecord.Started;
import usher.core.journal.JournalRecord.Stopped;
import usher.core.journal.JournalRecord.TransportChanged;
import usher.core.journal.JournalRecord.Turn;
import usher.core.journal.JournalRecord.Unknown;

/** Records as bytes: the components in their order, see {@link Fields}. */
final class RecordCodec {

  private RecordCodec() {}

  /**
   * Writes the payload of a record.
   *
   * @throws java.nio.BufferOverflowException if {@code out} has no room
   */
  static void encode(JournalRecord record, ByteBuffer out) {
    Fields fields = new Fields(out);
    switch (record) {
      case Started(var seed, var config, var version) -> fields.put(seed).put(config).put(version);
      case Stopped(var reason) -> fields.put(reason);
      case Turn() -> {}
      case SipReceived(var flow, var bytes) -> fields.put(flow).putRest(bytes);
      case TransportChanged(var flow, var kind, var reason) ->
          fields.put(flow).put(kind.name()).put(reason);
      case MediaStarted(var leg) -> fields.put(leg);
      case DigitHeard(var leg, var digit) -> fields.put(leg).put(digit);
      case PlayEnded(var leg) -> fields.put(leg);
      case AdminCommanded(var who, var command) -> fields.put(who).put(command);
      case OfferMade(var offer, var call, var agent, var queue) ->
          fields.put(offer).put(call).put(agent).put(queue);
      case OfferEnded(var offer, var call, var agent, var outcome) ->
          fields.put(offer).put(call).put(agent).put(outcome);
      case AgentChanged(var agent, var state, var reason) ->
          fields.put(agent).put(state).put(reason);
      case CallChanged(var call, var state, var detail) -> fields.put(call).put(state).put(detail);
      case CallRecorded(var call, var json) -> fields.put(call).put(json);
      case RulesTaken(var version, var sha256, var part, var parts, var bytes) ->
          fields.put(version).put(sha256).put(part).put(parts).putRest(bytes);
      case RouterCommanded(var tape) -> fields.putRest(tape);
      case CallEntered(var call, var routing, var sip, var caller, var called) ->
          fields.put(call).put(routing).put(sip).put(caller).put(called);
      case NameLocated(var query, var ttl, var servers) -> fields.put(query).put(ttl).put(servers);
      case Unknown(_, var payload) -> fields.putRest(payload);
    }
  }

  /**
   * Reads a payload; {@code in} is used up.
   *
   * @throws MalformedRecordException if it is none of its type's
   */
  static JournalRecord decode(int type, ByteBuffer in) {
    try {
      JournalRecord record = reader(type).apply(new Fields(in));
      if (in.hasRemaining()) {
        throw new MalformedRecordException(in.remaining() + " bytes too many for type " + type);
      }
      return record;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new MalformedRecordException("type " + type + ": " + e);
    }
  }

  /** Components are read in the order of the arguments, which Java fixes from left to right. */
  private static Function<Fields, JournalRecord> reader(int type) {
    return switch (type) {
      case RecordType.STARTED -> f -> new Started(f.seed(), f.text(), f.text());
      case RecordType.STOPPED -> f -> new Stopped(f.text());
      case RecordType.TURN -> _ -> new Turn();
      case RecordType.SIP_RECEIVED -> f -> new SipReceived(f.flow(), f.rest());
      case RecordType.TRANSPORT_CHANGED ->
          f -> new TransportChanged(f.flow(), TransportChanged.Kind.valueOf(f.text()), f.text());
      case RecordType.MEDIA_STARTED -> f -> new MediaStarted(f.number());
      case RecordType.DIGIT_HEARD -> f -> new DigitHeard(f.number(), f.character());
      case RecordType.PLAY_ENDED -> f -> new PlayEnded(f.number());
      case RecordType.ADMIN_COMMANDED -> f -> new AdminCommanded(f.text(), f.text());
      case RecordType.OFFER_MADE -> f -> new OfferMade(f.number(), f.number(), f.text(), f.text());
      case RecordType.OFFER_ENDED ->
          f -> new OfferEnded(f.number(), f.number(), f.text(), f.text());
      case RecordType.AGENT_CHANGED -> f -> new AgentChanged(f.text(), f.text(), f.text());
      case RecordType.CALL_CHANGED -> f -> new CallChanged(f.number(), f.text(), f.text());
      case RecordType.CALL_RECORDED -> f -> new CallRecorded(f.number(), f.text());
      case RecordType.RULES_TAKEN ->
          f -> new RulesTaken(f.number(), f.text(), f.number(), f.number(), f.rest());
      case RecordType.ROUTER_COMMANDED -> f -> new RouterCommanded(f.rest());
      case RecordType.CALL_ENTERED ->
          f -> new CallEntered(f.number(), f.number(), f.text(), f.text(), f.text());
      case RecordType.NAME_LOCATED -> f -> new NameLocated(f.text(), f.number(), f.text());
      // A number is not a closed set: a later program may have written it.
      default -> f -> new Unknown(type, f.rest());
    };
  }
}
