package usher.sip.overload;

/** What becomes of a message before it is read. */
public sealed interface Screening {
  /** It goes no further than this, or further without a word. */
  enum Quiet implements Screening {
    /** It may come in. */
    ADMITTED,
    /** There is nothing to do about it. */
    ABSORBED
  }

  /**
   * It is answered 503.
   *
   * @param retryAfterS when to come again, 0 to leave it open: told to a proxy it may stop all that
   *     the proxy has for us (RFC 3261 21.5.4)
   * @param lossPercent what share of its calls a peer should keep to itself (RFC 7339 oc)
   * @param sequence rises with time (RFC 7339 oc-seq), in hundredths of a second
   */
  record Refused(int retryAfterS, int lossPercent, long sequence) implements Screening {}
}
