package usher.sip.overload;

import usher.sip.message.Overload;

/** What becomes of a message before it is read. */
public sealed interface Screening {
  /** It goes no further than this, or further without a word. */
  enum Quiet implements Screening {
    /** It may come in. */
    ADMITTED,
    /** There is nothing to do about it. */
    ABSORBED
  }

  /** It is answered 503 with these words. */
  record Refused(Overload overload) implements Screening {}
}
