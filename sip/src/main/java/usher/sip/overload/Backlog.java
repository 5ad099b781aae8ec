package usher.sip.overload;

/** How far the call loop is behind. */
public interface Backlog {
  /** No such message has been taken. */
  long NOTHING_TAKEN = Long.MAX_VALUE;

  /**
   * The shortest time, in ns, that a message which may wait lay before it was taken, of those taken
   * since this was last asked; {@link #NOTHING_TAKEN} where there was none.
   */
  long takeShortestNs();

  /** How many new calls were taken since this was last asked. */
  int takeCalls();

  /** How long a message would lie that came in now, in ns, as far as can be told. */
  long expectedNs();
}
