package usher.sip.dialog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sip.address.SipURI;
import javax.sip.header.RecordRouteHeader;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipMessage;
import usher.sip.message.SipWriter;

/**
 * The proxies that every request of a dialog passes (RFC 3261 12.1, 12.2.1.1). Fixed when the
 * dialog is made.
 */
final class RouteSet {
  static final RouteSet EMPTY = new RouteSet(List.of());

  private final List<RecordRouteHeader> routes;

  private RouteSet(List<RecordRouteHeader> routes) {
    this.routes = routes;
  }

  /** As the called side learns it: "taken from the Record-Route in the request, taken in order". */
  static RouteSet ofRequest(SipMessage invite) throws MalformedMessageException {
    return of(invite.typed(Header.RECORD_ROUTE, RecordRouteHeader.class));
  }

  /** As the calling side learns it: "taken in reverse order". */
  static RouteSet ofResponse(SipMessage response) throws MalformedMessageException {
    List<RecordRouteHeader> routes =
        new ArrayList<>(response.typed(Header.RECORD_ROUTE, RecordRouteHeader.class));
    Collections.reverse(routes);
    return of(routes);
  }

  /** Who writes another scheme than sip into its Record-Route cannot be reached by it. */
  private static RouteSet of(List<RecordRouteHeader> routes) throws MalformedMessageException {
    for (RecordRouteHeader route : routes) {
      if (!(route.getAddress().getURI() instanceof SipURI)) {
        throw new MalformedMessageException("Unusable Record-Route");
      }
    }
    return new RouteSet(routes);
  }

  /** The first proxy's URI, null where requests go straight to the target. */
  @Nullable SipURI first() {
    return routes.isEmpty() ? null : (SipURI) routes.getFirst().getAddress().getURI();
  }

  /**
   * "If the first URI of the route set does not contain the lr parameter", the old strict routing
   * applies.
   */
  private boolean isStrict() {
    SipURI first = first();
    return first != null && !first.hasLrParam();
  }

  /** The request line's URI for this remote target. */
  String requestUri(String target) {
    SipURI first = first();
    return first != null && isStrict() ? uriWithoutHeaders(first) : target;
  }

  /**
   * "The UAC MUST strip any parameters not allowed in the Request-URI": headers are the only ones
   * we ever saw.
   */
  private static String uriWithoutHeaders(SipURI uri) {
    String text = uri.toString();
    int headers = text.indexOf('?');
    return headers < 0 ? text : text.substring(0, headers);
  }

  void writeTo(SipWriter writer, String target) {
    boolean strict = isStrict();
    for (RecordRouteHeader route : strict ? routes.subList(1, routes.size()) : routes) {
      writer.header(Header.ROUTE, route.getAddress() + parameters(route));
    }
    if (strict) {
      writer.header(Header.ROUTE, "<" + target + ">");
    }
  }

  private static String parameters(RecordRouteHeader route) {
    String text = route.toString().strip();
    int end = text.lastIndexOf('>');
    return end < 0 ? "" : text.substring(end + 1);
  }
}
