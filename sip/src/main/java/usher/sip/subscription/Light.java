package usher.sip.subscription;

/** What somebody or something that is watched does, as far as a lamp can show it. */
public enum Light {
  /** Not at work, or not to be reached. */
  ABSENT,
  /** There, but not to be disturbed. */
  AWAY,
  /** There and free. */
  FREE,
  /** A call wants to be taken. */
  RINGING,
  /** In a call. */
  IN_CALL
}
