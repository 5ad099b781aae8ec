package usher.core.journal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * The 32 bytes from which everything random in a run is derived. Kept in the journal, because the
 * same inputs give the same calls only with the same randomness; a secret, because tags and nonces
 * come from it.
 */
public record Seed(long a, long b, long c, long d) {

  /** Bytes of a seed. */
  public static final int BYTES = 32;

  /** A seed that nobody can guess. */
  public static Seed fresh() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return get(ByteBuffer.wrap(bytes));
  }

  /** The same bytes as an array, for generators that are made from one. */
  public byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    put(out);
    return out.array();
  }

  void put(ByteBuffer out) {
    out.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  static Seed get(ByteBuffer in) {
    return new Seed(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  /** Says only that there is one. */
  @Override
  public String toString() {
    return "(seed)";
  }
}
