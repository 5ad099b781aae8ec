package usher.sip.overload;

import java.util.Arrays;

/**
 * Requests of late, those admitted or those refused, so that one that comes again over UDP is
 * treated as its first copy was: not refused while that is on its way through the server, not
 * admitted when its caller has been told to go. It forgets the oldest now and then, and takes one
 * stranger in millions for an acquaintance.
 */
final class Repeats {
  private static final int SLOTS = 1 << 16;

  /** Side by side, the newest first: few strangers find the same place before a repetition does. */
  private static final int PLACES = 4;

  private final int[] hashes = new int[SLOTS];

  boolean isKnown(byte[] message) {
    int hash = hash(message);
    int first = first(hash);
    boolean known = false;
    for (int i = first; i < first + PLACES; i++) {
      known |= hashes[i] == hash;
    }
    return known;
  }

  void remember(byte[] message) {
    int hash = hash(message);
    int first = first(hash);
    System.arraycopy(hashes, first, hashes, first + 1, PLACES - 1);
    hashes[first] = hash;
  }

  private static int first(int hash) {
    return hash & (SLOTS - PLACES);
  }

  /** Never 0, which is an empty slot. */
  private static int hash(byte[] message) {
    int hash = Arrays.hashCode(message);
    int mixed = (hash ^ hash >>> 16) * 0x9E3779B1;
    return mixed == 0 ? 1 : mixed;
  }
}
