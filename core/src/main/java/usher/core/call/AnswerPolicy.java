package usher.core.call;

/** When a caller is answered, which for many callers is when they begin to pay. */
public enum AnswerPolicy {
  /** At once, music in the call. */
  AT_ENTRY,
  /** Music before the answer; answered when an agent is there. */
  EARLY_MEDIA,
  /** Only ringing; answered when an agent is there. */
  ON_AGENT
}
