package usher.softphone.fleet;

/**
 * What became of one call of a caller.
 *
 * @param number of the call, from 1
 * @param status the final response, 200 for an answered call
 * @param startedNs when it was dialled, on the host's clock
 * @param setupNs from there to the answer, or to the end of a call without one
 * @param talkNs from the answer to the end, 0 without one
 */
public record CallOutcome(
    long number,
    String caller,
    String target,
    Kind kind,
    int status,
    long startedNs,
    long setupNs,
    long talkNs) {

  /** The outcomes there are. */
  public enum Kind {
    /** Answered, and ended by one of the two. */
    ANSWERED,
    /** Refused, or never answered by the network (408), or not to be delivered (503). */
    FAILED,
    /** Given up by the caller. */
    ABANDONED,
    /** Answered, but then the other side was gone without a word. */
    BROKEN,
    /** The caller's own phone lost its power. */
    VANISHED
  }
}
