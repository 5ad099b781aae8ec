package usher.sip.sdp;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One format of an RTP stream.
 *
 * @param number 0 to 127
 * @param encoding the name as written, such as {@code PCMU}; compare without case
 * @param clockRate timestamp units in a second
 * @param parameters what {@code a=fmtp} says, null without one
 */
public record PayloadType(int number, String encoding, int clockRate, @Nullable String parameters) {

  private static final int HIGHEST = 127;

  /** RFC 3551 6: the static audio types that are met without an rtpmap. */
  private static final Map<Integer, String> STATIC =
      Map.of(
          0,
          "PCMU/8000",
          3,
          "GSM/8000",
          4,
          "G723/8000",
          8,
          "PCMA/8000",
          9,
          "G722/8000",
          13,
          "CN/8000",
          15,
          "G728/8000",
          18,
          "G729/8000");

  /**
   * The type that {@code format} stands for among the lines of its stream. Null when it is not an
   * RTP format or has no mapping: RFC 8866 5.13 has a receiver ignore an attribute that it does not
   * understand.
   */
  static @Nullable PayloadType of(String format, List<SdpLine> lines) {
    int number = SdpParser.number(format, HIGHEST);
    if (number < 0) {
      return null;
    }
    var mapping = described(lines, "rtpmap", format);
    if (mapping == null) {
      mapping = STATIC.get(number);
    }
    return mapping == null ? null : of(number, mapping, described(lines, "fmtp", format));
  }

  private static @Nullable PayloadType of(int number, String mapping, @Nullable String parameters) {
    var parts = mapping.split("/", -1);
    int clockRate = parts.length < 2 ? -1 : SdpParser.number(parts[1], Integer.MAX_VALUE);
    return clockRate <= 0 ? null : new PayloadType(number, parts[0], clockRate, parameters);
  }

  private static @Nullable String described(List<SdpLine> lines, String attribute, String format) {
    for (var line : lines) {
      if (line.isAttribute(attribute)) {
        var value = line.attributeValue();
        int end = format.length();
        if (value.startsWith(format) && end < value.length() && isSpace(value.charAt(end))) {
          return value.substring(end).strip();
        }
      }
    }
    return null;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  boolean isTelephoneEvent() {
    return clockRate == Codec.CLOCK_RATE && encoding.equalsIgnoreCase("telephone-event");
  }
}
