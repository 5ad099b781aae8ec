package usher.sip.message;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Looks at every message before anything else does, on the I/O thread, in one or two passes over
 * its bytes. What gets past is bounded in every dimension that a parser behind it could be slow in,
 * says unambiguously where it ends, and identifies itself; what does not is answered without state
 * or dropped.
 *
 * <p>Pure; it never throws, whatever the bytes are. What concerns the meaning of a request is left
 * to {@link RequestRules}.
 */
public final class MessageGuard {
  /** Octets of a datagram, and of the header section of a message on a stream. */
  public static final int MAX_MESSAGE_BYTES = 16 * 1024;

  /** Octets of a body on a stream. */
  public static final int MAX_BODY_BYTES = 64 * 1024;

  /** Less than this is no message but a keep-alive of some sort. */
  public static final int MIN_MESSAGE_BYTES = 32;

  /** Lines in a header section, folded ones counted once. */
  public static final int MAX_HEADER_LINES = 100;

  /** Octets of the start line, and of a header line with its folds. */
  public static final int MAX_LINE_BYTES = 2 * 1024;

  /** How often one header line may be folded. */
  public static final int MAX_FOLDS = 32;

  /** Comma-separated addresses in one header line. */
  public static final int MAX_ADDRESSES = 16;

  private static final int MAX_FORWARDS_LIMIT = 255;
  private static final byte CR = '\r';
  private static final byte LF = '\n';

  /**
   * Header fields of which a second one would contradict the first (RFC 3261 7.3.1: no list in
   * their grammar).
   */
  private static final Set<Header> SINGLE =
      EnumSet.of(
          Header.FROM,
          Header.TO,
          Header.CALL_ID,
          Header.CSEQ,
          Header.MAX_FORWARDS,
          Header.CONTENT_LENGTH,
          Header.CONTENT_TYPE,
          Header.CONTENT_DISPOSITION,
          Header.DATE,
          Header.EVENT,
          Header.EXPIRES,
          Header.MIN_EXPIRES,
          Header.PRIORITY,
          Header.RACK,
          Header.REFER_TO,
          Header.REFERRED_BY,
          Header.REPLACES,
          Header.RETRY_AFTER,
          Header.RSEQ,
          Header.SESSION_EXPIRES,
          Header.MIN_SE,
          Header.SUBSCRIPTION_STATE,
          Header.TIMESTAMP);

  /** Header fields with lists of addresses, over which JAIN-SIP's parsers take time squared. */
  private static final Set<Header> ADDRESS_LISTS =
      EnumSet.of(
          Header.CONTACT,
          Header.ROUTE,
          Header.RECORD_ROUTE,
          Header.PATH,
          Header.P_ASSERTED_IDENTITY);

  private MessageGuard() {}

  /**
   * Examines the bytes of one message. The array is kept and not to be written to afterwards.
   *
   * @param received one datagram, or one message cut out of a stream
   * @param source where it came from; noted in an answer (RFC 3261 18.2.1)
   */
  public static Verdict examine(byte[] received, InetSocketAddress source) {
    byte[] bytes = withoutLeadingLineEnds(received);
    if (bytes.length < MIN_MESSAGE_BYTES) {
      return new Verdict.Dropped("Too short");
    }
    try {
      return new Verdict.Accepted(checked(bytes));
    } catch (MalformedMessageException e) {
      return refuse(bytes, source, e);
    }
  }

  /**
   * Answers what is known to be malformed, for example because it could not be cut out of its
   * stream.
   *
   * @param received the message, possibly only its beginning
   */
  public static Verdict refuse(
      byte[] received, InetSocketAddress source, MalformedMessageException why) {
    String reason = String.valueOf(why.getMessage());
    if (StartLine.isResponse(received)) {
      return new Verdict.Dropped(reason);
    }
    StatelessAnswer answer = StatelessAnswer.to(received, source, why.status(), reason);
    return answer == null ? new Verdict.Dropped(reason) : new Verdict.Refused(answer, reason);
  }

  /** RFC 3261 7.5: empty lines before the start line are ignored. */
  private static byte[] withoutLeadingLineEnds(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && (bytes[at] == CR || bytes[at] == LF)) {
      at++;
    }
    return at == 0 ? bytes : Arrays.copyOfRange(bytes, at, bytes.length);
  }

  private static SipMessage checked(byte[] bytes) throws MalformedMessageException {
    int end = HeaderIndex.endOfLine(bytes, 0);
    String startLine = StartLine.checked(bytes, end);
    HeaderIndex index = HeaderIndex.of(bytes, end + 2);
    if (index.bodyStart() > MAX_MESSAGE_BYTES) {
      throw new MalformedMessageException(513, "Message Too Large");
    }
    checkCharacters(bytes, end + 2, index.bodyStart());
    checkLines(index);
    return identified(cut(bytes, index), startLine, index);
  }

  private static void checkCharacters(byte[] bytes, int start, int end)
      throws MalformedMessageException {
    for (int at = start; at < end; at++) {
      if (isControl(bytes[at]) && !isAllowed(bytes, at)) {
        throw new MalformedMessageException("Control character in a header field");
      }
    }
  }

  static boolean isControl(byte b) {
    return (b >= 0 && b < ' ' && b != '\t') || b == 0x7f;
  }

  /** A line end is CR and LF together; anything else must be a quoted pair (RFC 3261 25.1). */
  private static boolean isAllowed(byte[] bytes, int at) {
    return switch (bytes[at]) {
      case CR -> bytes[at + 1] == LF;
      case LF -> bytes[at - 1] == CR;
      default -> bytes[at - 1] == '\\';
    };
  }

  private static void checkLines(HeaderIndex index) throws MalformedMessageException {
    if (index.count() > MAX_HEADER_LINES) {
      throw new MalformedMessageException("More than " + MAX_HEADER_LINES + " header fields");
    }
    for (int line = 0; line < index.count(); line++) {
      Header header = index.header(line);
      if (SINGLE.contains(header) && index.find(header, line + 1) >= 0) {
        throw new MalformedMessageException("More than one " + header.text());
      }
      checkLine(index, line, header);
    }
  }

  private static void checkLine(HeaderIndex index, int line, Header header)
      throws MalformedMessageException {
    if (index.valueEnd(line) - index.nameStart(line) > MAX_LINE_BYTES) {
      throw new MalformedMessageException("Header field longer than " + MAX_LINE_BYTES);
    }
    if (index.folds(line) > MAX_FOLDS) {
      throw new MalformedMessageException("Header field folded more than " + MAX_FOLDS + " times");
    }
    if (ADDRESS_LISTS.contains(header) && index.commas(line) >= MAX_ADDRESSES) {
      throw new MalformedMessageException(
          "More than " + MAX_ADDRESSES + " values in " + header.text());
    }
  }

  /**
   * RFC 3261 18.3: what follows the body in a datagram is discarded, and a body cut short is an
   * error.
   */
  private static byte[] cut(byte[] bytes, HeaderIndex index) throws MalformedMessageException {
    int length = ContentLength.of(index);
    int there = bytes.length - index.bodyStart();
    if (length > there) {
      throw new MalformedMessageException("Content-Length larger than the message");
    }
    return length == ContentLength.ABSENT || length == there
        ? bytes
        : Arrays.copyOf(bytes, index.bodyStart() + length);
  }

  private static SipMessage identified(byte[] bytes, String startLine, HeaderIndex index)
      throws MalformedMessageException {
    return switch (SipMessage.of(bytes, startLine, index)) {
      case SipRequest request -> checkedRequest(request);
      case SipResponse response -> checkedResponse(response);
    };
  }

  private static SipRequest checkedRequest(SipRequest request) throws MalformedMessageException {
    checkMaxForwards(request);
    // What an unknown method's CSeq says does not matter: 501 tells its sender more than 400 (RFC
    // 4475 3.1.2.18).
    if (request.method() != Method.OTHER && !request.methodName().equals(request.cseqMethod())) {
      throw new MalformedMessageException("CSeq does not match the method");
    }
    // All requests with nothing behind the cookie would be one transaction (RFC 4475 3.2.1).
    if (Via.MAGIC_COOKIE.equalsIgnoreCase(request.topVia().branch())) {
      throw new MalformedMessageException("Via branch has nothing behind the magic cookie");
    }
    return request;
  }

  private static void checkMaxForwards(SipRequest request) throws MalformedMessageException {
    String hops = request.header(Header.MAX_FORWARDS);
    if (hops != null && !isUpTo(MAX_FORWARDS_LIMIT, hops)) {
      throw new MalformedMessageException("Max-Forwards is not from 0 to " + MAX_FORWARDS_LIMIT);
    }
  }

  private static boolean isUpTo(int most, String digits) {
    return Tokens.areDigits(digits) && digits.length() <= 9 && Integer.parseInt(digits) <= most;
  }

  /**
   * RFC 3261 8.1.3.3: a user agent discards a response with more than one Via value; it is somebody
   * else's.
   */
  private static SipResponse checkedResponse(SipResponse response)
      throws MalformedMessageException {
    HeaderIndex index = response.index();
    int via = index.find(Header.VIA, 0);
    if (index.commas(via) > 0 || index.find(Header.VIA, via + 1) >= 0) {
      throw new MalformedMessageException("Response with more than one Via");
    }
    return response;
  }
}
