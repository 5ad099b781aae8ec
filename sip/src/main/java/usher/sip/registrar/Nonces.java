package usher.sip.registrar;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes nonces and knows them again. A nonce carries its own time and a keyed hash over it and the
 * address it was given to, so asking costs no memory: only a nonce that somebody used with the
 * right password is remembered, with the count it was used with (RFC 7616 3.4: nc).
 */
final class Nonces {
  /** How long a nonce is good for; a phone that comes later is asked again, without its user. */
  static final long LIFETIME_NS = TimeUnit.MINUTES.toNanos(5);

  /** Nonces remembered at once. */
  static final int MAX_USED = 65_536;

  private static final String MAC = "HmacSHA256";
  private static final int STAMP_BYTES = Long.BYTES + Integer.BYTES;
  private static final int MAC_BYTES = 16;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final Mac mac;
  private final int maxUsed;
  private final LinkedHashMap<String, Use> used = new LinkedHashMap<>();

  /** Nonces issued up to here may have been used and forgotten. */
  private long forgottenUntilNs = Long.MIN_VALUE;

  private int issued;

  private record Use(long issuedNs, long count) {}

  Nonces(byte[] key, int maxUsed) {
    this.maxUsed = maxUsed;
    try {
      mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + MAC, e);
    }
  }

  String issue(InetAddress source, long nowNs) {
    // The number keeps two that are asked in the same instant from sharing a nonce and its count.
    byte[] stamp = ByteBuffer.allocate(STAMP_BYTES).putLong(nowNs).putInt(issued++).array();
    return text(stamp, source);
  }

  private String text(byte[] stamp, InetAddress source) {
    mac.update(stamp);
    byte[] hash = mac.doFinal(source.getAddress());
    return TEXT.encodeToString(
        ByteBuffer.allocate(STAMP_BYTES + MAC_BYTES).put(stamp).put(hash, 0, MAC_BYTES).array());
  }

  /**
   * Uses a nonce, once the password is known to be right.
   *
   * @param count the nc of the credentials
   * @return false where it is not ours, not for this address, too old, or was used with this count
   *     or a higher one
   */
  boolean use(String nonce, long count, InetAddress source, long nowNs) {
    Long issuedNs = issuedNs(nonce, source);
    if (issuedNs == null || nowNs - issuedNs < 0 || nowNs - issuedNs > LIFETIME_NS) {
      return false;
    }
    forgetExpired(nowNs);
    Use last = used.get(nonce);
    if (last == null ? issuedNs <= forgottenUntilNs : count <= last.count) {
      return false;
    }
    used.put(nonce, new Use(issuedNs, count));
    forgetEldestWhenFull();
    return true;
  }

  /**
   * Whether this nonce, be it old or used, was given to this source, which hence receives there.
   */
  boolean isGivenTo(InetAddress source, String nonce) {
    return issuedNs(nonce, source) != null;
  }

  /** When this nonce was issued to this address; null where it was not. */
  private @Nullable Long issuedNs(String nonce, InetAddress source) {
    byte[] stamp = stamp(nonce);
    if (stamp == null) {
      return null;
    }
    byte[] given = nonce.getBytes(StandardCharsets.UTF_8);
    byte[] ours = text(stamp, source).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, ours) ? ByteBuffer.wrap(stamp).getLong() : null;
  }

  private static byte @Nullable [] stamp(String nonce) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(nonce);
      return bytes.length == STAMP_BYTES + MAC_BYTES ? Arrays.copyOf(bytes, STAMP_BYTES) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void forgetExpired(long nowNs) {
    Iterator<Use> eldest = used.values().iterator();
    while (eldest.hasNext() && nowNs - eldest.next().issuedNs > LIFETIME_NS) {
      eldest.remove();
    }
  }

  private void forgetEldestWhenFull() {
    if (used.size() > maxUsed) {
      Iterator<Use> eldest = used.values().iterator();
      forgottenUntilNs = Math.max(forgottenUntilNs, eldest.next().issuedNs);
      eldest.remove();
    }
  }
}
