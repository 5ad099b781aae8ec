package usher.sip.sdp;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a certificate ({@code a=fingerprint}, RFC 8122).
 *
 * @param algorithm in lower case, such as {@code sha-256}
 * @param hash upper-case pairs of hexadecimal digits between colons
 */
public record Fingerprint(String algorithm, String hash) {

  /** Those that RFC 8122 allows and that are not broken. */
  private static final List<String> KNOWN = List.of("sha-256", "sha-384", "sha-512");

  private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

  /** What is written of this hash. */
  public static Fingerprint of(String algorithm, byte[] hash) {
    return new Fingerprint(algorithm, COLONS.formatHex(hash));
  }

  SdpLine line() {
    return SdpLine.attribute("fingerprint:" + algorithm + " " + hash);
  }

  /** The first that can be checked; null without one. */
  static @Nullable Fingerprint in(List<SdpLine> lines) {
    for (var line : lines) {
      if (!line.isAttribute("fingerprint")) {
        continue;
      }
      var f = SdpParser.fields(line.attributeValue());
      if (f.length == 2 && KNOWN.contains(f[0].toLowerCase(Locale.ROOT))) {
        return new Fingerprint(f[0].toLowerCase(Locale.ROOT), f[1].toUpperCase(Locale.ROOT));
      }
    }
    return null;
  }
}
