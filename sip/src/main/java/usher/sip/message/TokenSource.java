package usher.sip.message;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Makes the unguessable words of SIP: tags, branches, Call-IDs, nonces. They come from a secret
 * seed and a counter through SHA-256, so nobody outside can foretell one, while the same seed gives
 * the same words again, which is what makes a journal replay and a simulation repeatable. One
 * thread.
 */
public final class TokenSource {
  /** Bytes of the seed. */
  public static final int SEED_BYTES = 32;

  private static final int TOKEN_BYTES = 16;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final byte[] seed;
  private final MessageDigest digest;
  private final byte[] block = new byte[32];
  private final ByteBuffer counter = ByteBuffer.allocate(Long.BYTES);
  private long blocks;
  private int used = block.length;

  /**
   * Starts the sequence of this seed, which must have {@link #SEED_BYTES} bytes from a secure
   * random source.
   */
  public TokenSource(byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException("a seed has " + SEED_BYTES + " bytes, not " + seed.length);
    }
    this.seed = seed.clone();
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** 128 bits as 22 characters that every SIP token may have (RFC 3261 19.3 asks for 32 bits). */
  public String token() {
    if (used + TOKEN_BYTES > block.length) {
      nextBlock();
    }
    String token = TEXT.encodeToString(Arrays.copyOfRange(block, used, used + TOKEN_BYTES));
    used += TOKEN_BYTES;
    return token;
  }

  /** A branch for a new client transaction (RFC 3261 8.1.1.7). */
  public String branch() {
    return Via.MAGIC_COOKIE + token();
  }

  /** 0 to {@code bound}-1, as unforeseeable as a token. */
  public int below(int bound) {
    return Math.floorMod(token().hashCode(), bound);
  }

  /** 256 bits that nobody else gets: a key for something else, such as signing nonces. */
  public byte[] key() {
    nextBlock();
    used = block.length;
    return block.clone();
  }

  private void nextBlock() {
    digest.update(seed);
    digest.update(counter.putLong(0, blocks++).array());
    System.arraycopy(digest.digest(), 0, block, 0, block.length);
    used = 0;
  }
}
