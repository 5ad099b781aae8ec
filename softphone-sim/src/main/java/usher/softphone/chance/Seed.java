package usher.softphone.chance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What a run is repeated by. Every part that draws lots has its own name here, hence its own
 * sequence.
 */
public record Seed(long value) {

  /** The sequence of lots of this part; the same each time it is asked for. */
  public RandomGenerator random(String part) {
    return new SplittableRandom(ByteBuffer.wrap(bytes(part)).getLong());
  }

  /** A seed below this one, for a part that has parts itself. */
  public Seed of(String part) {
    return new Seed(ByteBuffer.wrap(bytes(part)).getLong());
  }

  /** 32 bytes for this part's {@link usher.sip.message.TokenSource}. */
  public byte[] bytes(String part) {
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
    return digest.digest(part.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
