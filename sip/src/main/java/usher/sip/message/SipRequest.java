package usher.sip.message;

import java.nio.charset.StandardCharsets;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/** A request (RFC 3261 7.1). */
public final class SipRequest extends SipMessage {
  private static final String VERSION = "SIP/2.0";

  private final Method method;
  private @Nullable RequestLine line;
  private @Nullable URI uri;

  /** The parts of a start line. */
  private record RequestLine(String methodName, String requestUri) {
    static RequestLine of(String text) throws MalformedMessageException {
      int first = text.indexOf(' ');
      int last = text.lastIndexOf(' ');
      if (first <= 0 || last <= first + 1 || !text.substring(last + 1).equalsIgnoreCase(VERSION)) {
        throw new MalformedMessageException("Request line is not: method, URI, SIP/2.0");
      }
      String uri = text.substring(first + 1, last);
      if (uri.indexOf(' ') >= 0) {
        throw new MalformedMessageException("White space in the Request-URI");
      }
      return new RequestLine(Method.text(text.substring(0, first)), uri);
    }
  }

  SipRequest(byte[] bytes, String startLine, HeaderIndex index) throws MalformedMessageException {
    super(bytes, index);
    RequestLine read = RequestLine.of(startLine);
    this.line = read;
    this.method = Method.of(read.methodName());
  }

  SipRequest(byte[] bytes, String startLine, int bodyStart) throws MalformedMessageException {
    super(bytes, bodyStart);
    RequestLine read = RequestLine.of(startLine);
    this.line = read;
    this.method = Method.of(read.methodName());
  }

  private RequestLine line() {
    RequestLine known = line;
    if (known == null) {
      known = lineAgain();
      line = known;
    }
    return known;
  }

  private RequestLine lineAgain() {
    try {
      return RequestLine.of(startLine());
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("a message cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Method method() {
    return method;
  }

  /** The method as written, which is the only way to tell what an {@link Method#OTHER} is. */
  public String methodName() {
    return line().methodName();
  }

  /** The Request-URI as written. */
  public String requestUri() {
    return line().requestUri();
  }

  /**
   * This request with {@code received=sourceAddress} in its top Via and, where that has an {@code
   * rport} parameter, {@code rport=sourcePort} (RFC 3261 18.2.1, RFC 3581 4). All other bytes stay
   * as they are.
   *
   * @param sourceAddress where the request came from, as text, IPv6 without brackets
   * @param sourcePort the port it came from
   */
  public SipRequest receivedFrom(String sourceAddress, int sourcePort) {
    SipRequest stamped =
        withVia(via -> new ViaScanner(via).receivedFrom(sourceAddress, sourcePort));
    stamped.isKnownAs(this);
    return stamped;
  }

  /**
   * This request, so that every answer to it tells its sender how much we can take, where he has
   * asked for that (RFC 7339 5.1); else the very same. All other bytes stay as they are.
   */
  public SipRequest telling(Overload overload) {
    return withVia(via -> overload.told(topVia(), via));
  }

  private interface ViaChange {
    String changed(String via) throws MalformedMessageException;
  }

  private SipRequest withVia(ViaChange change) {
    int viaLine = index().find(Header.VIA, 0);
    String via = index().value(viaLine);
    try {
      String changed = change.changed(via);
      return changed.equals(via)
          ? this
          : withValue(viaLine, changed.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedMessageException e) {
      throw new IllegalStateException(
          "a Via was readable and is not any more: " + e.getMessage(), e);
    }
  }

  private SipRequest withValue(int headerLine, byte[] value) throws MalformedMessageException {
    int start = index().valueStart(headerLine);
    int end = index().valueEnd(headerLine);
    int more = value.length - (end - start);
    byte[] changed = new byte[bytes().length + more];
    System.arraycopy(bytes(), 0, changed, 0, start);
    System.arraycopy(value, 0, changed, start, value.length);
    System.arraycopy(bytes(), end, changed, start + value.length, bytes().length - end);
    return new SipRequest(changed, startLine(), bodyStart() + more);
  }

  /**
   * The Request-URI, parsed by JAIN-SIP: a {@code SipURI}, a {@code TelURL}, or something else with
   * a scheme.
   */
  public URI uri() throws MalformedMessageException {
    URI known = uri;
    if (known == null) {
      known = JainHeaders.parseUri(requestUri());
      uri = known;
    }
    return known;
  }

  @Override
  public void rest() {
    super.rest();
    line = null;
    uri = null;
  }
}
