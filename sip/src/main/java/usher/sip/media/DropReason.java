package usher.sip.media;

/** Why a packet went no further. */
public enum DropReason {
  /** Not from where the far end may send from, or nobody knows yet where that is. */
  FOREIGN_SOURCE,
  /** Not an RTP packet. */
  MALFORMED,
  /** A payload type that was not agreed on. */
  PAYLOAD_TYPE,
  /** Nobody is joined who would hear it. Usual while music plays. */
  NO_LISTENER,
  /** We did not want to hear, or the far end it would go to does not, or is not known yet. */
  HELD,
  /**
   * Telephone-event towards a far end that does not take it; out of order across a change of
   * source.
   */
  NOT_TRANSLATABLE,
  /** The socket or the other media thread did not keep up. */
  CONGESTED
}
