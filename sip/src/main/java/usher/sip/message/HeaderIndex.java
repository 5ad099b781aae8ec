package usher.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the header lines of a message are in its bytes. Building it costs one pass and no strings;
 * a value is turned into text only when somebody asks.
 */
final class HeaderIndex {
  private static final int USUAL_LINES = 16;
  private static final int PLACES = 3;
  private static final byte CR = '\r';
  private static final byte LF = '\n';

  private final byte[] bytes;
  private Header[] headers = new Header[USUAL_LINES];

  /** Of each line: where the name begins, where the value begins, where it ends. */
  private int[] places = new int[USUAL_LINES * PLACES];

  private int count;
  private int bodyStart;

  private HeaderIndex(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Indexes the header lines that begin at {@code start}, just behind the start line.
   *
   * @throws MalformedMessageException where a line has no colon or the blank line behind the header
   *     fields is missing
   */
  static HeaderIndex of(byte[] bytes, int start) throws MalformedMessageException {
    HeaderIndex index = new HeaderIndex(bytes);
    int at = start;
    while (!isLineEnd(bytes, at)) {
      at = index.addLine(at);
    }
    index.bodyStart = at + 2;
    return index;
  }

  /** Indexes a whole message that {@link #of} has taken before. */
  static HeaderIndex again(byte[] bytes) {
    try {
      return of(bytes, endOfLine(bytes, 0) + 2);
    } catch (MalformedMessageException e) {
      throw new IllegalStateException(
          "a message was readable and is not any more: " + e.getMessage(), e);
    }
  }

  /**
   * Indexes what can be read of a message that may be damaged: lines without a name are left out,
   * and the end of the bytes ends the header section. For answers to requests that {@link #of}
   * refuses.
   */
  static HeaderIndex salvage(byte[] bytes, int start, int mostLines) {
    HeaderIndex index = new HeaderIndex(bytes);
    int at = start;
    while (at < bytes.length && bytes[at] != CR && bytes[at] != LF && index.count < mostLines) {
      int end = endOfSalvagedLine(bytes, at);
      index.addNamedLine(at, end);
      at = Math.min(end + 2, bytes.length);
    }
    index.bodyStart = Math.min(at + 2, bytes.length);
    return index;
  }

  private static int endOfSalvagedLine(byte[] bytes, int start) {
    try {
      return endOfFoldedLine(bytes, start);
    } catch (MalformedMessageException e) {
      return bytes.length; // the message was cut off here
    }
  }

  private int addLine(int start) throws MalformedMessageException {
    int end = endOfFoldedLine(bytes, start);
    if (!addNamedLine(start, end)) {
      throw new MalformedMessageException("Header line " + (count + 1) + " has no name");
    }
    return end + 2;
  }

  /** Returns false where the line has no name, and leaves it out. */
  private boolean addNamedLine(int start, int end) {
    int colon = start;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    int nameEnd = trimEnd(start, colon);
    if (colon == end || nameEnd == start) {
      return false;
    }
    add(
        Header.of(bytes, start, nameEnd),
        start,
        trimStart(colon + 1, end),
        trimEnd(colon + 1, end));
    return true;
  }

  /**
   * A line goes on where the next one begins with white space (RFC 3261 7.3.1). Returns where its
   * last CRLF is.
   */
  private static int endOfFoldedLine(byte[] bytes, int start) throws MalformedMessageException {
    int end = endOfLine(bytes, start);
    while (end + 2 < bytes.length && (bytes[end + 2] == ' ' || bytes[end + 2] == '\t')) {
      end = endOfLine(bytes, end + 2);
    }
    return end;
  }

  /** The position of the next CRLF. */
  static int endOfLine(byte[] bytes, int start) throws MalformedMessageException {
    for (int at = start; at + 1 < bytes.length; at++) {
      if (bytes[at] == CR && bytes[at + 1] == LF) {
        return at;
      }
    }
    throw new MalformedMessageException("No blank line behind the header fields");
  }

  private static boolean isLineEnd(byte[] bytes, int at) throws MalformedMessageException {
    if (at + 1 >= bytes.length) {
      throw new MalformedMessageException("No blank line behind the header fields");
    }
    return bytes[at] == CR && bytes[at + 1] == LF;
  }

  private void add(Header header, int nameStart, int valueStart, int valueEnd) {
    if (count == headers.length) {
      headers = Arrays.copyOf(headers, count * 2);
      places = Arrays.copyOf(places, count * 2 * PLACES);
    }
    headers[count] = header;
    int at = count * PLACES;
    places[at] = nameStart;
    places[at + 1] = valueStart;
    places[at + 2] = Math.max(valueStart, valueEnd);
    count++;
  }

  private int trimStart(int from, int end) {
    int at = from;
    while (at < end && isSpace(bytes[at])) {
      at++;
    }
    return at;
  }

  private int trimEnd(int start, int end) {
    int at = end;
    while (at > start && isSpace(bytes[at - 1])) {
      at--;
    }
    return at;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == CR || b == LF;
  }

  int count() {
    return count;
  }

  int bodyStart() {
    return bodyStart;
  }

  Header header(int line) {
    return headers[line];
  }

  /** The next line of this header field from {@code line} on, or -1. */
  int find(Header header, int line) {
    for (int i = line; i < count; i++) {
      if (headers[i] == header) {
        return i;
      }
    }
    return -1;
  }

  String name(int line) {
    int end = nameStart(line);
    while (bytes[end] != ':' && !isSpace(bytes[end])) {
      end++;
    }
    return new String(bytes, nameStart(line), end - nameStart(line), StandardCharsets.UTF_8);
  }

  /**
   * The value without surrounding white space, folds replaced by one space each (RFC 3261 7.3.1).
   */
  String value(int line) {
    String raw =
        new String(
            bytes, valueStart(line), valueEnd(line) - valueStart(line), StandardCharsets.UTF_8);
    return raw.indexOf(CR) < 0 ? raw : unfolded(raw);
  }

  /**
   * By hand, because a pattern that begins with "any number of spaces" takes time squared over a
   * line of spaces.
   */
  private static String unfolded(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    for (String part : raw.split("\r\n", -1)) {
      text.append(text.isEmpty() ? "" : " ").append(part.strip());
    }
    return text.toString();
  }

  /** How often the line is folded. */
  int folds(int line) {
    int folds = 0;
    for (int at = nameStart(line); at < valueEnd(line); at++) {
      folds += bytes[at] == CR ? 1 : 0;
    }
    return folds;
  }

  /** Commas outside quoted strings and angle brackets, that is, values of the line minus one. */
  int commas(int line) {
    int commas = 0;
    boolean quoted = false;
    boolean bracketed = false;
    for (int at = valueStart(line); at < valueEnd(line); at++) {
      switch (bytes[at]) {
        case '\\' -> at += quoted ? 1 : 0;
        case '"' -> quoted = !quoted;
        case '<' -> bracketed |= !quoted;
        case '>' -> bracketed &= quoted;
        case ',' -> commas += quoted || bracketed ? 0 : 1;
        default -> {}
      }
    }
    return commas;
  }

  int nameStart(int line) {
    return places[line * PLACES];
  }

  int valueStart(int line) {
    return places[line * PLACES + 1];
  }

  int valueEnd(int line) {
    return places[line * PLACES + 2];
  }
}
