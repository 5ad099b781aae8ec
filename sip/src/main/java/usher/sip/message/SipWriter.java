package usher.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message: start line, header fields in the order they are given, Content-Length, body.
 * What is copied from another message is copied as bytes.
 *
 * <p>Via, From, To, Call-ID and CSeq have to be given before {@link #toRequest()} or {@link
 * #toResponse()}; a writer is for one message. Values must not hold line breaks.
 */
public final class SipWriter {
  private static final int USUAL_SIZE = 1024;
  private static final byte[] NO_BODY = new byte[0];
  private static final byte[] LINE_END = {'\r', '\n'};

  private byte[] buffer = new byte[USUAL_SIZE];
  private int size;
  private byte[] body = NO_BODY;

  private SipWriter() {}

  /** Begins a request. */
  public static SipWriter request(String methodName, String requestUri) {
    return new SipWriter().line(methodName + " " + requestUri + " SIP/2.0");
  }

  /** Begins a response with the status's usual reason phrase, and nothing else. */
  public static SipWriter response(int status) {
    return response(status, Status.reason(status));
  }

  private static SipWriter response(int status, String reason) {
    return new SipWriter().line("SIP/2.0 " + status + " " + reason);
  }

  /**
   * Begins the response to a request (RFC 3261 8.2.6.2): all Via values, From, To, Call-ID and CSeq
   * are the request's.
   *
   * @param toTag put into the To where the request's has none; null leaves it as it is (100 Trying)
   */
  public static SipWriter response(int status, SipRequest request, @Nullable String toTag) {
    return response(status, Status.reason(status), request, toTag);
  }

  /** The same, with a reason phrase that says more (RFC 3261 21.4.1). */
  public static SipWriter response(
      int status, String reason, SipRequest request, @Nullable String toTag) {
    SipWriter writer = response(status, reason).copy(Header.VIA, request);
    writer.copy(Header.FROM, request);
    if (toTag == null || request.toTag() != null) {
      writer.copy(Header.TO, request);
    } else {
      writer.header(Header.TO, request.header(Header.TO) + ";tag=" + toTag);
    }
    return writer.copy(Header.CALL_ID, request).copy(Header.CSEQ, request);
  }

  public SipWriter header(Header header, String value) {
    append(header.start());
    return line(value);
  }

  public SipWriter header(String name, String value) {
    return line(name + ": " + value);
  }

  /** Copies every line of this header field, in order, value bytes untouched. */
  public SipWriter copy(Header header, SipMessage from) {
    HeaderIndex index = from.index();
    for (int line = index.find(header, 0); line >= 0; line = index.find(header, line + 1)) {
      append(header.start());
      append(from.bytes(), index.valueStart(line), index.valueEnd(line));
      append(LINE_END);
    }
    return this;
  }

  /** The message's body. Not to be changed afterwards. */
  public SipWriter body(String contentType, byte[] content) {
    body = content;
    return header(Header.CONTENT_TYPE, contentType);
  }

  /** The body that was given; none is empty. Not to be changed. */
  public byte[] content() {
    return body;
  }

  public SipRequest toRequest() {
    return (SipRequest) finish();
  }

  public SipResponse toResponse() {
    return (SipResponse) finish();
  }

  private SipMessage finish() {
    header(Header.CONTENT_LENGTH, Integer.toString(body.length));
    append(LINE_END);
    append(body);
    try {
      return SipMessage.written(Arrays.copyOf(buffer, size), size - body.length);
    } catch (MalformedMessageException e) {
      throw new IllegalStateException(
          "we wrote a message that we cannot read: " + e.getMessage(), e);
    }
  }

  private SipWriter line(String text) {
    if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("line break in a header field");
    }
    append(text.getBytes(StandardCharsets.UTF_8));
    append(LINE_END);
    return this;
  }

  private void append(byte[] bytes) {
    append(bytes, 0, bytes.length);
  }

  private void append(byte[] bytes, int start, int end) {
    ensure(end - start);
    System.arraycopy(bytes, start, buffer, size, end - start);
    size += end - start;
  }

  private void ensure(int more) {
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
