package usher.sip.media;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a telephone-event packet (RFC 4733 2.3).
 *
 * @param event 0 to 255; 0 to 15 are the keys
 * @param end whether the key is up again
 * @param volume 0 to 63, in -dBm0
 * @param duration so far, in timestamp units, 0 to 65535
 */
public record DtmfEvent(int event, boolean end, int volume, int duration) {
  static final int LENGTH = 4;
  static final int LONGEST = 0xffff;

  private static final String KEYS = "0123456789*#ABCD";

  /**
   * The number of a key's event.
   *
   * @throws IllegalArgumentException when there is no such key
   */
  public static int eventOf(char key) {
    int event = KEYS.indexOf(Character.toUpperCase(key));
    if (event < 0) {
      throw new IllegalArgumentException("no key: " + key);
    }
    return event;
  }

  /** The key, or null for an event that is none, such as a flash. */
  public @Nullable Character key() {
    return event < KEYS.length() ? KEYS.charAt(event) : null;
  }

  /**
   * Reads the event at an absolute index; the caller has checked that {@link #LENGTH} bytes are
   * there.
   */
  static DtmfEvent read(ByteBuf packet, int index) {
    int flags = packet.getUnsignedByte(index + 1);
    return new DtmfEvent(
        packet.getUnsignedByte(index),
        (flags & 0x80) != 0,
        flags & 0x3f,
        packet.getUnsignedShort(index + 2));
  }

  void write(ByteBuf packet) {
    packet.writeByte(event).writeByte((end ? 0x80 : 0) | volume).writeShort(duration);
  }
}
