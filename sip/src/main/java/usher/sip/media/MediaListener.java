package usher.sip.media;

/**
 * Hears what happens on a media port. Called on a media thread, which must not be kept waiting: an
 * implementation puts an input in a ring and returns.
 */
public interface MediaListener {

  /** Hears nothing. */
  MediaListener NONE = new MediaListener() {};

  /** The first packet of the far end was accepted: it can be heard. Once a port. */
  default void mediaStarted() {}

  /**
   * The far end pressed a key (RFC 4733); once a press, at its beginning.
   *
   * @param digit one of {@code 0-9 * # A-D}
   */
  default void digit(char digit) {}

  /** A clip that was not to loop came to its end by itself. */
  default void playEnded() {}
}
