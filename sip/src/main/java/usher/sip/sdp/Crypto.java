package usher.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code a=crypto} line that can be used (RFC 4568).
 *
 * @param tag its number, which the answer repeats
 * @param key what its writer encrypts with
 */
public record Crypto(String tag, SrtpKey key) {
  private static final String INLINE = "inline:";
  private static final int MAX_LINES = 16;

  SdpLine line() {
    return SdpLine.attribute(
        "crypto:" + tag + " " + key.suite().name() + " " + INLINE + key.base64());
  }

  /** Those that can be used, in their order. */
  static List<Crypto> in(List<SdpLine> lines) {
    var found = new ArrayList<Crypto>();
    for (var line : lines) {
      var crypto = line.isAttribute("crypto") ? of(line.attributeValue()) : null;
      if (crypto != null && found.size() < MAX_LINES) {
        found.add(crypto);
      }
    }
    return found;
  }

  /**
   * Session parameters change how packets look (RFC 4568 6.3), and a master key identifier adds to
   * them: a line with either is not for us. How long a key may be used is no concern of a call.
   */
  private static @Nullable Crypto of(String value) {
    var f = SdpParser.fields(value);
    var suite = f.length == 3 ? SrtpSuite.named(f[1]) : null;
    if (suite == null || !f[2].startsWith(INLINE) || SdpParser.number(f[0], 999_999_999) < 0) {
      return null;
    }
    var parts = f[2].substring(INLINE.length()).split("\\|", -1);
    boolean identified = parts.length > 2 || (parts.length == 2 && parts[1].contains(":"));
    var key = identified ? null : SrtpKey.ofBase64(suite, parts[0]);
    return key == null ? null : new Crypto(f[0], key);
  }
}
