package usher.sip.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;

/**
 * What every request has to satisfy before its method is looked at closer, in the order of RFC 3261
 * 8.2: method, header fields, content. For all requests but ACK and CANCEL. Pure.
 *
 * <p>Max-Forwards needs no rule: who answers a request himself does not mind a zero, and a missing
 * one means 70 to those who forward (RFC 3261 8.1.1.6, 16.3).
 */
public final class RequestRules {
  /** Methods that make sessions, change and end them, or ask about them. */
  public static final Set<Method> OF_SESSIONS =
      Collections.unmodifiableSet(
          EnumSet.of(
              Method.INVITE,
              Method.ACK,
              Method.CANCEL,
              Method.BYE,
              Method.OPTIONS,
              Method.INFO,
              Method.UPDATE,
              Method.REFER,
              Method.NOTIFY,
              Method.PRACK));

  /** Methods that are handled; the others get 405, or 501 where not even their name is known. */
  public static final Set<Method> ALLOWED = withOthers(OF_SESSIONS);

  /** {@link #ALLOWED} as the Allow header field has it. */
  public static final String ALLOW = allow(ALLOWED);

  /** What a session is described in. */
  public static final String SESSION_TYPE = "application/sdp";

  /** Option tags (RFC 3261 19.2) that a peer may require. */
  static final Set<String> EXTENSIONS =
      Set.of("path", "outbound", "timer", "norefersub", "replaces", "100rel", "eventlist");

  private static final Set<String> ACCEPTABLE = Set.of(SESSION_TYPE, "application/*", "*/*");

  private static final Set<Method> WITH_SESSION = EnumSet.of(Method.INVITE, Method.UPDATE);

  private RequestRules() {}

  private static Set<Method> withOthers(Set<Method> methods) {
    EnumSet<Method> more = EnumSet.copyOf(methods);
    more.add(Method.REGISTER);
    more.add(Method.SUBSCRIBE);
    return Collections.unmodifiableSet(more);
  }

  /** These methods as the value of an Allow header field. */
  public static String allow(Set<Method> methods) {
    return methods.stream().map(Method::name).collect(Collectors.joining(", "));
  }

  /** What is wrong with the request; null where nothing is. */
  public static @Nullable Refusal check(SipRequest request) {
    try {
      Refusal refusal = checkMethod(request);
      refusal = refusal == null ? checkHeaders(request) : refusal;
      return refusal == null ? checkContent(request) : refusal;
    } catch (MalformedMessageException e) {
      return Refusal.of(e);
    }
  }

  /** 8.2.1 Method Inspection; 21.5.2: 501 is "when a UAS does not recognize the request method". */
  private static @Nullable Refusal checkMethod(SipRequest request) {
    return ALLOWED.contains(request.method()) ? null : notTaken(request.method(), ALLOW);
  }

  /**
   * What a request gets whose method is not taken at all, or not where it came.
   *
   * @param allow the methods that are, as in {@link #ALLOW}
   */
  public static Refusal notTaken(Method method, String allow) {
    return Refusal.of(method == Method.OTHER ? 501 : 405, Header.ALLOW, allow);
  }

  /** 8.2.2 Header Inspection. What names the dialog was checked when the dialog began. */
  private static @Nullable Refusal checkHeaders(SipRequest request)
      throws MalformedMessageException {
    // 8.2.2.1: "If the Request-URI uses a scheme not supported by the UAS, it SHOULD reject".
    if (!request.requestUri().regionMatches(true, 0, "sip:", 0, 4)) {
      return Refusal.of(416);
    }
    if (request.toTag() == null) {
      checkTarget(request);
      checkAddress(request, Header.TO);
      checkAddress(request, Header.FROM);
      checkAddresses(request, Header.CONTACT);
      checkAddresses(request, Header.RECORD_ROUTE);
    }
    return checkExtensions(request);
  }

  /** 19.1.1: no header fields in a Request-URI; who writes them there wants them applied. */
  private static void checkTarget(SipRequest request) throws MalformedMessageException {
    if (request.uri() instanceof SipURI uri && uri.getHeaderNames().hasNext()) {
      throw new MalformedMessageException("Header fields in the Request-URI");
    }
  }

  private static void checkAddress(SipRequest request, Header header)
      throws MalformedMessageException {
    AddressValue _ = AddressSyntax.parseOne(header, String.valueOf(request.header(header)));
    checkParses(request, header);
  }

  private static void checkAddresses(SipRequest request, Header header)
      throws MalformedMessageException {
    // "*" stands for all contacts in a REGISTER (10.2.2); the registrar asks whether it is alone.
    if (!request.headers(header).equals(List.of("*"))) {
      List<AddressValue> _ = request.addresses(header);
    }
    checkParses(request, header);
  }

  private static void checkParses(SipRequest request, Header header)
      throws MalformedMessageException {
    var _ = request.typed(header, javax.sip.header.Header.class);
  }

  /** 8.2.2.3: 420 "MUST include an Unsupported header field, and list in it those options". */
  private static @Nullable Refusal checkExtensions(SipRequest request) {
    List<String> unsupported = new ArrayList<>(required(request, Header.REQUIRE));
    unsupported.addAll(required(request, Header.PROXY_REQUIRE));
    unsupported.removeAll(EXTENSIONS);
    return unsupported.isEmpty()
        ? null
        : Refusal.of(420, Header.UNSUPPORTED, String.join(", ", unsupported));
  }

  private static List<String> required(SipRequest request, Header header) {
    return request.has(header)
        ? values(request, header).filter(Tokens::isToken).toList()
        : List.of();
  }

  /** 8.2.3 Content Processing. */
  private static @Nullable Refusal checkContent(SipRequest request) {
    if (!WITH_SESSION.contains(request.method())) {
      return null;
    }
    if (request.hasBody() && !isSession(request)) {
      return Refusal.of(415, Header.ACCEPT, SESSION_TYPE);
    }
    if (request.hasBody()
        && request.has(Header.CONTENT_ENCODING)
        && values(request, Header.CONTENT_ENCODING).anyMatch(c -> !c.equals("identity"))) {
      return Refusal.of(415, Header.ACCEPT_ENCODING, "identity");
    }
    // 20.1: without an Accept, application/sdp is accepted; an empty one means that nothing is.
    boolean acceptsAnswer =
        !request.has(Header.ACCEPT)
            || values(request, Header.ACCEPT)
                .map(RequestRules::type)
                .anyMatch(ACCEPTABLE::contains);
    return acceptsAnswer ? null : Refusal.of(406);
  }

  private static boolean isSession(SipRequest request) {
    String contentType = request.header(Header.CONTENT_TYPE);
    return contentType != null && type(contentType).equals(SESSION_TYPE);
  }

  /** A media type without its parameters. */
  private static String type(String value) {
    int parameters = value.indexOf(';');
    String type = parameters < 0 ? value : value.substring(0, parameters);
    return type.replace(" ", "").replace("\t", "").toLowerCase(Locale.ROOT);
  }

  private static Stream<String> values(SipRequest request, Header header) {
    return request.headers(header).stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip);
  }
}
