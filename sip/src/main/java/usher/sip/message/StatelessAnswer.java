package usher.sip.message;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request that nobody remembers (RFC 3261 8.2.7), made even where the request is
 * too damaged to be a {@link SipRequest}: Via, From, To, Call-ID and CSeq are copied as far as they
 * can be found.
 */
public final class StatelessAnswer {
  /**
   * How many times longer than the request the answer may be: who writes somebody else's address
   * into a datagram must not win anything by sending it to us.
   */
  public static final int MAX_AMPLIFICATION = 3;

  /** Tags of such answers begin so, and no tag of a dialog does. */
  public static final String TAG_PREFIX = "stateless-";

  private static final int MOST_LINES = 100;

  private final byte[] bytes;
  private final Via topVia;

  private StatelessAnswer(byte[] bytes, Via topVia) {
    this.bytes = bytes;
    this.topVia = topVia;
  }

  /** The response as it goes on the wire. */
  public byte[] bytes() {
    return bytes;
  }

  /** The top Via of the request, which says where the answer goes. */
  public Via topVia() {
    return topVia;
  }

  /**
   * Answers a request.
   *
   * @param request its bytes, possibly malformed or cut off; not a response
   * @param source where it came from
   * @param reason the reason phrase
   * @return null where there must be no answer: to an ACK, where the top Via is unreadable, or
   *     where it would be too long
   */
  public static @Nullable StatelessAnswer to(
      byte[] request, InetSocketAddress source, int status, String reason) {
    return to(request, source, status, reason, Overload.NONE);
  }

  /** The same with what an overloaded server has to say. */
  public static @Nullable StatelessAnswer to(
      byte[] request, InetSocketAddress source, int status, String reason, Overload overload) {
    int lineEnd = endOfStartLine(request);
    HeaderIndex index =
        HeaderIndex.salvage(request, Math.min(lineEnd + 2, request.length), MOST_LINES);
    Via via = topVia(index);
    if (via == null || isAck(request)) {
      return null;
    }
    byte[] answer =
        write(index, via, source, status, reason, overload).getBytes(StandardCharsets.UTF_8);
    return answer.length > request.length * MAX_AMPLIFICATION
        ? null
        : new StatelessAnswer(answer, via);
  }

  private static int endOfStartLine(byte[] request) {
    try {
      return HeaderIndex.endOfLine(request, 0);
    } catch (MalformedMessageException e) {
      return request.length;
    }
  }

  private static boolean isAck(byte[] request) {
    return request.length > 3
        && new String(request, 0, 4, StandardCharsets.US_ASCII).equals("ACK ");
  }

  private static @Nullable Via topVia(HeaderIndex index) {
    try {
      int line = index.find(Header.VIA, 0);
      return line < 0 ? null : Via.parse(index.value(line));
    } catch (MalformedMessageException e) {
      return null;
    }
  }

  private static String write(
      HeaderIndex index,
      Via via,
      InetSocketAddress source,
      int status,
      String reason,
      Overload overload) {
    StringBuilder text = new StringBuilder(512);
    text.append("SIP/2.0 ").append(status).append(' ').append(reason).append("\r\n");
    int top = index.find(Header.VIA, 0);
    append(Header.VIA, overload.told(via, stamped(index.value(top), source)), text);
    for (int line = index.find(Header.VIA, top + 1);
        line >= 0;
        line = index.find(Header.VIA, line + 1)) {
      append(Header.VIA, index.value(line), text);
    }
    copy(Header.FROM, index, text);
    copyTo(index, via, text);
    copy(Header.CALL_ID, index, text);
    copy(Header.CSEQ, index, text);
    if (overload.retryAfterS() > 0) {
      append(Header.RETRY_AFTER, Integer.toString(overload.retryAfterS()), text);
    }
    return text.append("Content-Length: 0\r\n\r\n").toString();
  }

  /** RFC 3261 18.2.1, RFC 3581 4: where the request really came from. */
  private static String stamped(String via, InetSocketAddress source) {
    String address = source.getAddress().getHostAddress();
    int zone = address.indexOf('%');
    String literal = zone < 0 ? address : address.substring(0, zone);
    try {
      return new ViaScanner(via).receivedFrom(literal, source.getPort());
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("a Via was readable and is not any more", e);
    }
  }

  private static void copy(Header header, HeaderIndex index, StringBuilder text) {
    int line = index.find(header, 0);
    if (line >= 0) {
      append(header, index.value(line), text);
    }
  }

  private static void copyTo(HeaderIndex index, Via via, StringBuilder text) {
    int line = index.find(Header.TO, 0);
    if (line >= 0) {
      String to = index.value(line);
      append(Header.TO, hasTag(to) ? to : to + ";tag=" + tag(index, via), text);
    }
  }

  private static boolean hasTag(String to) {
    try {
      return NameAddress.tag(to) != null;
    } catch (MalformedMessageException e) {
      return false;
    }
  }

  /**
   * RFC 3261 8.2.7: a stateless server gives every copy of a request the same tag, so it is made
   * from the request.
   */
  private static String tag(HeaderIndex index, Via via) {
    int line = index.find(Header.CALL_ID, 0);
    int hash = Objects.hash(via, line < 0 ? "" : index.value(line));
    return TAG_PREFIX + Integer.toHexString(hash);
  }

  /**
   * Control characters, which only a malformed request has, become spaces: nobody writes lines of
   * ours.
   */
  private static void append(Header header, String value, StringBuilder text) {
    text.append(header.text()).append(": ");
    value.chars().forEach(c -> text.append(c < ' ' || c == 0x7f ? ' ' : (char) c));
    text.append("\r\n");
  }
}
