package usher.sip.sdp;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The master key and salt of one way of a stream. Says nothing of itself in a log. */
public final class SrtpKey {
  private final SrtpSuite suite;
  private final byte[] material;

  /**
   * A key.
   *
   * @param material the master key, followed by the salt; exactly as long as the suite asks
   */
  public SrtpKey(SrtpSuite suite, byte[] material) {
    if (material.length != lengthOf(suite)) {
      throw new IllegalArgumentException("a key of " + material.length + " octets for " + suite);
    }
    this.suite = suite;
    this.material = material.clone();
  }

  /** Octets of key and salt together. */
  public static int lengthOf(SrtpSuite suite) {
    return SrtpSuite.KEY_LENGTH + suite.saltLength();
  }

  static @Nullable SrtpKey ofBase64(SrtpSuite suite, String text) {
    try {
      var material = Base64.getDecoder().decode(text);
      return material.length == lengthOf(suite) ? new SrtpKey(suite, material) : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  public SrtpSuite suite() {
    return suite;
  }

  /** The master key alone. */
  public byte[] key() {
    return Arrays.copyOf(material, SrtpSuite.KEY_LENGTH);
  }

  /** The salt alone. */
  public byte[] salt() {
    return Arrays.copyOfRange(material, SrtpSuite.KEY_LENGTH, material.length);
  }

  String base64() {
    return Base64.getEncoder().encodeToString(material);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SrtpKey key
        && key.suite == suite
        && Arrays.equals(key.material, material);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(material);
  }

  @Override
  public String toString() {
    return suite + " key";
  }
}
