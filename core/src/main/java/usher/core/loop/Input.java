package usher.core.loop;

import java.util.function.Consumer;
import usher.sip.message.SipMessage;
import usher.sip.transport.Flow;

/** What other threads leave in the inbox of the call loop. */
public sealed interface Input {
  /** A SIP message that has passed the guard. */
  record SipArrived(SipMessage message, Flow flow) implements Input {}

  /** A message of ours that could not be delivered. */
  record Undeliverable(SipMessage message, Flow flow) implements Input {}

  /** A stream connection ended. */
  record ConnectionClosed(Flow flow) implements Input {}

  /** Take no new calls; running ones go on. */
  record Drain() implements Input {}

  /** End every call. */
  record StopCalls() implements Input {}

  /** Tell somebody how things stand; changes nothing and is not kept in the journal. */
  record Inspect(Consumer<AcdFigures> reply) implements Input {}

  /** Tell somebody why; changes no decision and is not kept in the journal. */
  record Explain(Question question, Consumer<Answer> reply) implements Input {}
}
