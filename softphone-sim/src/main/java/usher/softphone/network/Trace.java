package usher.softphone.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.sip.transport.Flow;

/** Everything that happened, as one digest; on demand as text too. */
final class Trace {
  private static final double NS_PER_S = 1e9;

  private final MessageDigest digest;
  private @Nullable Consumer<String> reader;

  Trace() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  void readBy(Consumer<String> newReader) {
    reader = newReader;
  }

  /**
   * Adds one thing.
   *
   * @param flow as seen by the host it happened at
   */
  void add(long nowNs, String fate, Flow flow, byte[] message) {
    String line = nowNs + " " + fate + " " + flow + "\n";
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    digest.update(message);
    if (reader != null) {
      reader.accept(text(nowNs, fate, flow, message));
    }
  }

  private static String text(long nowNs, String fate, Flow flow, byte[] message) {
    return String.format(
        "%.6f %s at %s, far end %s%n%s",
        nowNs / NS_PER_S,
        fate,
        flow.local(),
        flow.remote(),
        new String(message, StandardCharsets.UTF_8));
  }

  /** Of all so far. */
  String digest() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
    }
  }
}
