package usher.core.call;

/** Where an agent may pass a call on to. */
sealed interface Destination {
  /** Into a line, with what the call brings there. */
  record Line(CallQueue queue, Ticket ticket) implements Destination {}

  /**
   * To a phone.
   *
   * @param name what records call it
   * @param route the ways there
   * @param agent whose phone it is, {@link OutsideLeg#NOBODY} for one outside of the centre
   */
  record Phone(String name, OutsideRoute route, int agent) implements Destination {}

  /** To whom the agent has called already. */
  record Partner(String name) implements Destination {}

  /** Nowhere. */
  record Refused(int status) implements Destination {}
}
