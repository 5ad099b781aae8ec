package usher.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A SIP request or response (RFC 3261 7): its bytes, an index of its header lines, and what was
 * already read from them.
 *
 * <p>The facts that identify a message (top Via, Call-ID, CSeq, tags) are read when it is made, so
 * a message that exists has them. Everything else is read on demand. Bytes never change; the lazily
 * kept headers make instances unfit for use by two threads at once, they are handed over.
 */
public abstract sealed class SipMessage permits SipRequest, SipResponse {
  private static final byte[] NO_BODY = new byte[0];

  private final byte[] bytes;
  private final int bodyStart;
  private final Via topVia;
  private final String callId;
  private final @Nullable String fromTag;
  private final @Nullable String toTag;
  private final long cseq;
  private final String cseqMethod;
  private @Nullable HeaderIndex index;
  private @Nullable Map<Header, List<javax.sip.header.Header>> typed;

  SipMessage(byte[] bytes, HeaderIndex index) throws MalformedMessageException {
    this.bytes = bytes;
    this.bodyStart = index.bodyStart();
    this.index = index;
    this.topVia = Via.parse(required(Header.VIA));
    this.callId = required(Header.CALL_ID);
    this.fromTag = NameAddress.tag(required(Header.FROM));
    this.toTag = NameAddress.tag(required(Header.TO));
    String sequence = required(Header.CSEQ);
    int space = endOfDigits(sequence);
    this.cseq = Long.parseLong(sequence, 0, space, 10);
    this.cseqMethod = sequence.substring(space).strip();
  }

  /**
   * Indexes one message: start line, header fields, blank line, body up to the end of the array.
   *
   * <p>Limits of size and number are the guard's business, as are the rules that need more than the
   * message's own grammar.
   */
  public static SipMessage parse(byte[] bytes) throws MalformedMessageException {
    int end = HeaderIndex.endOfLine(bytes, 0);
    String startLine = new String(bytes, 0, end, StandardCharsets.UTF_8);
    return of(bytes, startLine, HeaderIndex.of(bytes, end + 2));
  }

  static SipMessage of(byte[] bytes, String startLine, HeaderIndex index)
      throws MalformedMessageException {
    return startLine.startsWith("SIP/")
        ? new SipResponse(bytes, startLine, index)
        : new SipRequest(bytes, startLine, index);
  }

  private String required(Header header) throws MalformedMessageException {
    String value = header(header);
    if (value == null || value.isEmpty()) {
      throw new MalformedMessageException("Missing " + header.text());
    }
    return value;
  }

  /** The sequence number must be below 2**31 (RFC 3261 8.1.1.5). */
  private static int endOfDigits(String sequence) throws MalformedMessageException {
    int end = 0;
    while (end < sequence.length() && sequence.charAt(end) >= '0' && sequence.charAt(end) <= '9') {
      end++;
    }
    boolean separated = end < sequence.length() && " \t".indexOf(sequence.charAt(end)) >= 0;
    if (end == 0
        || end > 10
        || !separated
        || Long.parseLong(sequence, 0, end, 10) > Integer.MAX_VALUE) {
      throw new MalformedMessageException("CSeq is no number below 2**31 and a method");
    }
    return end;
  }

  /** The method of the request, or of the request that a response answers (CSeq). */
  public abstract Method method();

  /** The top Via. */
  public final Via topVia() {
    return topVia;
  }

  public final String callId() {
    return callId;
  }

  /** The From tag; null from an RFC 2543 element. */
  public final @Nullable String fromTag() {
    return fromTag;
  }

  /** The To tag; null in a request outside a dialog. */
  public final @Nullable String toTag() {
    return toTag;
  }

  /** The CSeq number, 0 to 2**31-1. */
  public final long cseq() {
    return cseq;
  }

  /** The method in the CSeq, as written. */
  public final String cseqMethod() {
    return cseqMethod;
  }

  /** The whole message as it is on the wire. Not to be written to. */
  public final byte[] bytes() {
    return bytes;
  }

  /** The value of the first line of this header field, unfolded; null where there is none. */
  public final @Nullable String header(Header header) {
    HeaderIndex lines = index();
    int line = lines.find(header, 0);
    return line < 0 ? null : lines.value(line);
  }

  public final boolean has(Header header) {
    return index().find(header, 0) >= 0;
  }

  /**
   * The values of all lines of this header field in order; a line with commas is one value here.
   */
  public final List<String> headers(Header header) {
    HeaderIndex lines = index();
    List<String> values = new ArrayList<>();
    for (int line = lines.find(header, 0); line >= 0; line = lines.find(header, line + 1)) {
      values.add(lines.value(line));
    }
    return values;
  }

  /** The values of all lines of a header field that this stack may not know. */
  public final List<String> headers(String name) {
    Header known = Header.of(name);
    if (known != Header.OTHER) {
      return headers(known);
    }
    HeaderIndex lines = index();
    List<String> values = new ArrayList<>();
    for (int line = lines.find(known, 0); line >= 0; line = lines.find(known, line + 1)) {
      if (lines.name(line).equalsIgnoreCase(name)) {
        values.add(lines.value(line));
      }
    }
    return values;
  }

  /**
   * The values of this header field as JAIN-SIP types, comma-separated ones apart. Empty where
   * there is none.
   *
   * @throws MalformedMessageException where one of them does not follow its grammar
   */
  public final <T extends javax.sip.header.Header> List<T> typed(Header header, Class<T> type)
      throws MalformedMessageException {
    List<javax.sip.header.Header> values = kept().get(header);
    if (values == null) {
      values = JainHeaders.parse(header, headers(header));
      kept().put(header, values);
    }
    List<T> result = new ArrayList<>(values.size());
    for (javax.sip.header.Header value : values) {
      result.add(type.cast(value));
    }
    return result;
  }

  /** Made on demand: most messages are never asked, and wait in a transaction for half a minute. */
  private Map<Header, List<javax.sip.header.Header>> kept() {
    Map<Header, List<javax.sip.header.Header>> known = typed;
    if (known == null) {
      known = new EnumMap<>(Header.class);
      typed = known;
    }
    return known;
  }

  /** The first value of this header field as a JAIN-SIP type, or null where there is none. */
  public final <T extends javax.sip.header.Header> @Nullable T first(Header header, Class<T> type)
      throws MalformedMessageException {
    List<T> values = typed(header, type);
    return values.isEmpty() ? null : values.getFirst();
  }

  /**
   * The addresses of this header field as they were written, those of one line with commas apart.
   *
   * @throws MalformedMessageException where one of them does not follow the grammar
   */
  public final List<AddressValue> addresses(Header header) throws MalformedMessageException {
    List<AddressValue> addresses = new ArrayList<>();
    for (String line : headers(header)) {
      addresses.addAll(AddressSyntax.parseList(header, line));
    }
    return addresses;
  }

  public final boolean hasBody() {
    return bytes.length > bodyStart;
  }

  /** The bytes behind the blank line. */
  public final byte[] body() {
    return hasBody() ? Arrays.copyOfRange(bytes, bodyStart, bytes.length) : NO_BODY;
  }

  /**
   * Forgets what was read from the bytes and can be read again. Who keeps a message for half a
   * minute, in case it is repeated, keeps a fifth of the memory so.
   */
  public void rest() {
    index = null;
    typed = null;
  }

  final HeaderIndex index() {
    HeaderIndex known = index;
    if (known == null) {
      known = HeaderIndex.again(bytes);
      index = known;
    }
    return known;
  }

  /** The message as text, for logs and failing tests. */
  @Override
  public final String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
