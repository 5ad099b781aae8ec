package usher.sip.message;

import java.nio.charset.StandardCharsets;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/** A request (RFC 3261 7.1). */
public final class SipRequest extends SipMessage {
  private static final String VERSION = "SIP/2.0";

  private final String methodName;
  private final Method method;
  private final String requestUri;
  private @Nullable URI uri;

  SipRequest(byte[] bytes, String startLine, HeaderIndex index) throws MalformedMessageException {
    super(bytes, index);
    int first = startLine.indexOf(' ');
    int last = startLine.lastIndexOf(' ');
    if (first <= 0
        || last <= first + 1
        || !startLine.substring(last + 1).equalsIgnoreCase(VERSION)) {
      throw new MalformedMessageException("Request line is not: method, URI, SIP/2.0");
    }
    this.methodName = startLine.substring(0, first);
    this.method = Method.of(methodName);
    this.requestUri = startLine.substring(first + 1, last);
    if (requestUri.indexOf(' ') >= 0) {
      throw new MalformedMessageException("White space in the Request-URI");
    }
  }

  @Override
  public Method method() {
    return method;
  }

  /** The method as written, which is the only way to tell what an {@link Method#OTHER} is. */
  public String methodName() {
    return methodName;
  }

  /** The Request-URI as written. */
  public String requestUri() {
    return requestUri;
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
    return withVia(via -> new ViaScanner(via).receivedFrom(sourceAddress, sourcePort));
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
    int line = index().find(Header.VIA, 0);
    String via = index().value(line);
    try {
      String changed = change.changed(via);
      return changed.equals(via)
          ? this
          : (SipRequest)
              SipMessage.parse(withValue(line, changed.getBytes(StandardCharsets.UTF_8)));
    } catch (MalformedMessageException e) {
      throw new IllegalStateException(
          "a Via was readable and is not any more: " + e.getMessage(), e);
    }
  }

  private byte[] withValue(int line, byte[] value) {
    int start = index().valueStart(line);
    int end = index().valueEnd(line);
    byte[] changed = new byte[bytes().length - (end - start) + value.length];
    System.arraycopy(bytes(), 0, changed, 0, start);
    System.arraycopy(value, 0, changed, start, value.length);
    System.arraycopy(bytes(), end, changed, start + value.length, bytes().length - end);
    return changed;
  }

  /**
   * The Request-URI, parsed by JAIN-SIP: a {@code SipURI}, a {@code TelURL}, or something else with
   * a scheme.
   */
  public URI uri() throws MalformedMessageException {
    URI known = uri;
    if (known == null) {
      known = JainHeaders.parseUri(requestUri);
      uri = known;
    }
    return known;
  }

  @Override
  public void rest() {
    super.rest();
    uri = null;
  }
}
