package usher.sip.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code torture.txt}. Octets are kept as ISO-8859-1 characters until the end. */
final class TortureMessages {
  private static final Pattern SECTION = Pattern.compile("(?m)^=== \\d+ [\\d.]+ (\\S+).*\n");
  private static final Pattern ONE_LINE = Pattern.compile("(?s)<allOneLine>\n(.*?)\n</allOneLine>");
  private static final Pattern REPEAT = Pattern.compile("<repeat count=(\\d+)>(.*?)</repeat>");
  private static final Pattern HEX = Pattern.compile("<hex>([0-9A-Fa-f]*)</hex>");
  private static final Pattern SDP = Pattern.compile("<sdp (\\S+) (\\S+?)(?: (\\d+))?>");
  private static final String LENGTH = "<length>";

  private TortureMessages() {}

  /** Message by its name in the RFC. */
  static Map<String, byte[]> all() {
    String text = text();
    Map<String, byte[]> messages = new LinkedHashMap<>();
    String[] bodies = SECTION.split(text, -1);
    int body = 1;
    for (MatchResult section : SECTION.matcher(text).results().toList()) {
      messages.put(section.group(1), message(bodies[body++]));
    }
    return messages;
  }

  private static String text() {
    try (InputStream in = TortureMessages.class.getResourceAsStream("torture.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] message(String notation) {
    String text = notation.replaceFirst("\n+$", "\n");
    text = ONE_LINE.matcher(text).replaceAll(m -> quoted(m.group(1).replace("\n", "")));
    text = SDP.matcher(text).replaceAll(TortureMessages::sdp);
    text =
        REPEAT
            .matcher(text)
            .replaceAll(m -> quoted(m.group(2).repeat(Integer.parseInt(m.group(1)))));
    text = text.replace("\n", "\r\n");
    text = HEX.matcher(text).replaceAll(m -> quoted(octets(m.group(1))));
    text = text.contains("\r\n\r\n") ? text : text + "\r\n";
    return withLength(text).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String quoted(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }

  private static String octets(String hex) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    octets.writeBytes(HexFormat.of().parseHex(hex));
    return octets.toString(StandardCharsets.ISO_8859_1);
  }

  private static String sdp(MatchResult m) {
    String start = m.group(3) == null ? "0" : m.group(3);
    return """
    v=0
    o=mhandley 29739 7272939 IN IP4 %s
    s=-
    c=IN IP4 %s
    t=%s 0
    m=audio 49217 RTP/AVP 0 12
    m=video 3227 RTP/AVP 31
    a=rtpmap:31 LPC\
    """
        .formatted(m.group(1), m.group(2), start);
  }

  private static String withLength(String text) {
    int body = text.length() - text.indexOf("\r\n\r\n") - 4;
    return text.replace(LENGTH, Integer.toString(body));
  }
}
