package usher.sip.media;

/** Why a packet went no further. */
public enum DropReason {
  /** Not from where the far end may send from, or nobody knows yet where that is. */
  FOREIGN_SOURCE,
  /** Protected, but not with the far end's key, or there before, or before any key is known. */
  UNPROVED,
  /** Not an RTP packet. */
  MALFORMED,
  /** A payload type that was not agreed on. */
  PAYLOAD_TYPE,
  /** Nobody is joined who would hear it. Usual while music plays. */
  NO_LISTENER,
  /**
   * We did not want to hear, or the far end it would go to does not, or cannot be sent to yet: its
   * address or its key is not known.
   */
  HELD,
  /**
   * Telephone-event towards a far end that does not take it; out of order across a change of
   * source.
   */
  NOT_TRANSLATABLE,
  /** The socket or the other media thread did not keep up. */
  CONGESTED
}
