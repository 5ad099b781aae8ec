package usher.sip.message;

/** What {@link MessageGuard} says about bytes from the network. */
public sealed interface Verdict {
  /** A message to be handled. */
  record Accepted(SipMessage message) implements Verdict {}

  /** A request that is answered at once, without anybody remembering it. */
  record Refused(StatelessAnswer answer, String reason) implements Verdict {}

  /** Nothing that could or should be answered. */
  record Dropped(String reason) implements Verdict {}
}
