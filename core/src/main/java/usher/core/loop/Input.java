package usher.core.loop;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import usher.core.call.PressedKey;
import usher.core.journal.JournalRecord;
import usher.core.rules.RuleSet;
import usher.sip.media.AudioClip;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;
import usher.sip.transport.LocatedServer;
import usher.sip.transport.ServerQuery;

/** What other threads leave in the inbox of the call loop. */
public sealed interface Input {
  /**
   * A SIP message that has passed the guard.
   *
   * @param atNs when it came, on the monotonic clock; for how far the loop is behind, and nothing
   *     else
   */
  record SipArrived(SipMessage message, Flow flow, long atNs) implements Input {
    /**
     * Whether it may wait while there is too much to do: what begins something new, and a CANCEL,
     * which must not overtake the INVITE that it is about.
     */
    public static boolean mayWait(SipMessage message) {
      return message instanceof SipRequest request && request.toTag() == null;
    }
  }

  /** A message of ours that could not be delivered. */
  record Undeliverable(SipMessage message, Flow flow) implements Input {}

  /** A stream connection ended. */
  record ConnectionClosed(Flow flow) implements Input {}

  /**
   * A name that was asked for leads there now (RFC 3263).
   *
   * @param servers none where nobody knew
   * @param ttlNs for how long that is so
   */
  record NameLocated(ServerQuery query, List<LocatedServer> servers, long ttlNs) implements Input {}

  /** A phone told of a key in its audio. */
  record KeyPressed(PressedKey key) implements Input {}

  /** Take no new calls; running ones go on. */
  record Drain() implements Input {}

  /** End every call. */
  record StopCalls() implements Input {}

  /**
   * Edited rules count from now on.
   *
   * @param rules made as the version after the one that counts
   * @param text the records that keep their text, at least one
   * @param music the clip of each of its queues, by name
   */
  record RulesChanged(RuleSet rules, List<JournalRecord> text, Function<String, AudioClip> music)
      implements Input {}

  /** Tell somebody how things stand; changes nothing and is not kept in the journal. */
  record Inspect(Consumer<AcdFigures> reply) implements Input {}

  /** Tell somebody why; changes no decision and is not kept in the journal. */
  record Explain(Question question, Consumer<Answer> reply) implements Input {}
}
