package usher.sip.overload;

import java.util.Arrays;

/**
 * The requests that were admitted of late, so that one that comes again over UDP is not refused
 * while its first copy is on its way through the server. It forgets the oldest now and then, and
 * takes one stranger in millions for an acquaintance, who is then admitted.
 */
final class Repeats {
  private static final int SLOTS = 1 << 16;

  private final int[] hashes = new int[SLOTS];

  boolean isKnown(byte[] message) {
    int hash = hash(message);
    return hashes[hash & (SLOTS - 1)] == hash;
  }

  void remember(byte[] message) {
    int hash = hash(message);
    hashes[hash & (SLOTS - 1)] = hash;
  }

  /** Never 0, which is an empty slot. */
  private static int hash(byte[] message) {
    int hash = Arrays.hashCode(message);
    int mixed = (hash ^ hash >>> 16) * 0x9E3779B1;
    return mixed == 0 ? 1 : mixed;
  }
}
