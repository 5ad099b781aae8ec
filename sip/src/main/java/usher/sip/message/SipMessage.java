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
 * <p>Of a message that came the facts that identify it (top Via, Call-ID, CSeq, tags) are read when
 * it is made, so one that exists has them; one that we wrote has them without a look. Everything
 * else is read on demand. Bytes never change; what is kept of them makes instances unfit for use by
 * two threads at once, they are handed over.
 */
public abstract sealed class SipMessage permits SipRequest, SipResponse {
  private static final byte[] NO_BODY = new byte[0];

  private final byte[] bytes;
  private final int bodyStart;
  private @Nullable HeaderIndex index;
  private @Nullable Identity identity;
  private @Nullable Map<Header, List<javax.sip.header.Header>> typed;

  /** One that came. */
  SipMessage(byte[] bytes, HeaderIndex index) throws MalformedMessageException {
    this.bytes = bytes;
    this.bodyStart = index.bodyStart();
    this.index = index;
    this.identity = Identity.of(index);
  }

  /** One that we wrote. */
  SipMessage(byte[] bytes, int bodyStart) {
    this.bytes = bytes;
    this.bodyStart = bodyStart;
  }

  /**
   * Indexes one message: start line, header fields, blank line, body up to the end of the array.
   *
   * <p>Limits of size and number are the guard's business, as are the rules that need more than the
   * message's own grammar.
   */
  public static SipMessage parse(byte[] bytes) throws MalformedMessageException {
    int end = HeaderIndex.endOfLine(bytes, 0);
    return of(bytes, startLine(bytes), HeaderIndex.of(bytes, end + 2));
  }

  private static String startLine(byte[] bytes) throws MalformedMessageException {
    return new String(bytes, 0, HeaderIndex.endOfLine(bytes, 0), StandardCharsets.UTF_8);
  }

  final String startLine() throws MalformedMessageException {
    return startLine(bytes);
  }

  final int bodyStart() {
    return bodyStart;
  }

  /** Says that the other one has the same identity, so it need not be read again. */
  final void isKnownAs(SipMessage other) {
    identity = other.identity;
  }

  static SipMessage of(byte[] bytes, String startLine, HeaderIndex index)
      throws MalformedMessageException {
    return startLine.startsWith("SIP/")
        ? new SipResponse(bytes, startLine, index)
        : new SipRequest(bytes, startLine, index);
  }

  /**
   * A message that was written here, which is good where its start line is.
   *
   * @param bodyStart where the body begins, or would
   */
  static SipMessage written(byte[] bytes, int bodyStart) throws MalformedMessageException {
    String startLine = startLine(bytes);
    return startLine.startsWith("SIP/")
        ? new SipResponse(bytes, startLine, bodyStart)
        : new SipRequest(bytes, startLine, bodyStart);
  }

  /** The method of the request, or of the request that a response answers (CSeq). */
  public abstract Method method();

  /** The top Via. */
  public final Via topVia() {
    return identity().topVia();
  }

  public final String callId() {
    return identity().callId();
  }

  /** The From tag; null from an RFC 2543 element. */
  public final @Nullable String fromTag() {
    return identity().fromTag();
  }

  /** The To tag; null in a request outside a dialog. */
  public final @Nullable String toTag() {
    return identity().toTag();
  }

  /** The CSeq number, 0 to 2**31-1. */
  public final long cseq() {
    return identity().cseq();
  }

  /** The method in the CSeq, as written. */
  public final String cseqMethod() {
    return identity().cseqMethod();
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
   * Forgets what was read from the bytes and can be read again: for who keeps a message for half a
   * minute in case it is repeated.
   */
  public void rest() {
    index = null;
    identity = null;
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

  private Identity identity() {
    Identity known = identity;
    if (known == null) {
      known = Identity.again(index());
      identity = known;
    }
    return known;
  }

  /** The message as text, for logs and failing tests. */
  @Override
  public final String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
