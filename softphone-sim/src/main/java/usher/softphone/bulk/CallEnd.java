package usher.softphone.bulk;

/** What becomes of a call, from its caller's side. Each has exactly one. */
public enum CallEnd {
  /** Answered, and ended by one of the two, who agree on it. */
  ANSWERED,
  /** Refused with a status, or nobody said anything at all. */
  REFUSED,
  /** Given up by the caller. */
  ABANDONED,
  /** Something that the caller said in the call had no answer, or a wrong one. */
  BROKEN
}
