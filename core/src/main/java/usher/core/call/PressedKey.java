package usher.core.call;

import usher.sip.media.MediaListener;

/**
 * A key that a phone told of in its audio (RFC 4733), on its way from a media thread to the call
 * loop. Whose it is only the call control knows, and only there.
 */
public final class PressedKey {
  private final MediaListener ears;
  private final char key;

  PressedKey(MediaListener ears, char key) {
    this.ears = ears;
    this.key = key;
  }

  MediaListener ears() {
    return ears;
  }

  char key() {
    return key;
  }
}
