package usher.sip.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body line by line. Strict where a wrong guess would send media astray (v=, o=, c=, m=),
 * lenient elsewhere: lines of the session may stand in any order, unknown types and malformed
 * attributes are kept and ignored.
 */
final class SdpParser {
  /** A description of a phone call has 10 to 60 lines; a browser's up to 300. */
  private static final int MAX_LINES = 1000;

  private static final int MAX_LENGTH = 65_536;
  private static final int MAX_SECTIONS = 32;

  private final String text;
  private final List<SdpLine> sessionLines = new ArrayList<>();
  private final List<MediaDescription> media = new ArrayList<>();
  private List<SdpLine> current = sessionLines;
  private @Nullable Origin origin;
  private @Nullable MediaDescription open;
  private int lineNumber;

  SdpParser(String text) {
    this.text = text;
  }

  SessionDescription parse() throws SdpException {
    check(text.length() <= MAX_LENGTH, "longer than " + MAX_LENGTH + " bytes");
    check(text.indexOf('\0') < 0, "a NUL byte, which RFC 8866 5 forbids");
    for (var line : lines()) {
      lineNumber++;
      check(lineNumber <= MAX_LINES, "more than " + MAX_LINES + " lines");
      take(line);
    }
    closeSection();
    if (origin == null) {
      lineNumber++;
      throw problem("expected o=<username> ..., got the end of the body");
    }
    return new SessionDescription(origin, sessionLines, media);
  }

  /** The lines, ended by CRLF, a bare LF (RFC 8866 5 has parsers accept it) or the end. */
  private List<String> lines() {
    int end = text.length();
    while (end > 0 && isLineEnd(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end).lines().toList();
  }

  private static boolean isLineEnd(char c) {
    return c == '\r' || c == '\n';
  }

  private void take(String line) throws SdpException {
    check(
        line.length() >= 2 && line.charAt(1) == '=' && Character.isLetter(line.charAt(0)),
        "expected <letter>=<value>, got " + quoted(line));
    take(new SdpLine(line.charAt(0), line.substring(2)));
  }

  private void take(SdpLine line) throws SdpException {
    switch (lineNumber) {
      case 1 -> check(line.type() == 'v' && line.value().strip().equals("0"), "expected v=0");
      case 2 -> takeOrigin(line);
      default -> takeLater(line);
    }
  }

  private void takeOrigin(SdpLine line) throws SdpException {
    origin = line.type() == 'o' ? Origin.of(line.value()) : null;
    check(origin != null, "expected o=<username> <id> <version> IN <IP4|IP6> <address>");
  }

  private void takeLater(SdpLine line) throws SdpException {
    switch (line.type()) {
      case 'v', 'o' -> throw problem("a second " + line.type() + "= line");
      case 'm' -> openSection(line);
      case 'c' -> takeConnection(line);
      default -> current.add(line);
    }
  }

  private void takeConnection(SdpLine line) throws SdpException {
    check(Connection.of(line.value()) != null, "expected c=IN <IP4|IP6> <address>");
    current.add(line);
  }

  private void openSection(SdpLine line) throws SdpException {
    closeSection();
    open = MediaDescription.of(line.value());
    check(open != null, "expected m=<media> <port 0-65535> <protocol> <format> ...");
    check(media.size() < MAX_SECTIONS, "more than " + MAX_SECTIONS + " media sections");
    current = new ArrayList<>();
  }

  private void closeSection() {
    if (open != null) {
      media.add(open.with(current));
      open = null;
    }
  }

  private void check(boolean holds, String expectation) throws SdpException {
    if (!holds) {
      throw problem(expectation);
    }
  }

  private SdpException problem(String text) {
    return new SdpException(Math.max(lineNumber, 1), text);
  }

  private static String quoted(String line) {
    return '"' + line.substring(0, Math.min(line.length(), 40)) + '"';
  }

  /** The words of a value; the grammar has single spaces, phones have been seen with more. */
  static String[] fields(String value) {
    String[] fields = value.split(" ", -1);
    int count = 0;
    for (String field : fields) {
      if (!field.isEmpty()) {
        fields[count++] = field;
      }
    }
    return count == fields.length ? fields : Arrays.copyOf(fields, count);
  }

  /** A decimal number from 0 to {@code highest}; -1 for anything else. */
  static int number(String digits, int highest) {
    if (digits.isEmpty() || digits.length() > 10) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number <= highest ? (int) number : -1;
  }

  static @Nullable String attribute(List<SdpLine> lines, String name) {
    for (var line : lines) {
      if (line.isAttribute(name)) {
        return line.attributeValue();
      }
    }
    return null;
  }

  static @Nullable Connection connection(List<SdpLine> lines) {
    for (var line : lines) {
      if (line.type() == 'c') {
        return Connection.of(line.value());
      }
    }
    return null;
  }

  static @Nullable Direction direction(List<SdpLine> lines) {
    for (var line : lines) {
      var direction = line.type() == 'a' ? Direction.named(line.value().strip()) : null;
      if (direction != null) {
        return direction;
      }
    }
    return null;
  }
}
