package usher.core.agent;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.LocalAddresses;
import usher.sip.dialog.NextHop;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.Header;
import usher.sip.message.Uris;
import usher.sip.sdp.Profile;
import usher.sip.transport.Flow;

/**
 * Where a phone can be rung.
 *
 * @param uri the Request-URI: the contact as the phone registered it, or as it was configured
 * @param flow over what to send
 * @param routes proxies on the way there, as values of Route header fields (RFC 3327)
 * @param srtp whether a phone that is no browser is offered SRTP (RFC 4568)
 */
public record Target(String uri, Flow flow, List<String> routes, boolean srtp) {
  private static final Pattern WEB_SOCKET =
      Pattern.compile(";transport=ws(;|\\?|$)", Pattern.CASE_INSENSITIVE);

  /** A target with open audio and no proxy before it. */
  public Target(String uri, Flow flow) {
    this(uri, flow, List.of());
  }

  /** A target with open audio. */
  public Target(String uri, Flow flow, List<String> routes) {
    this(uri, flow, routes, false);
  }

  Target protectedAudio() {
    return new Target(uri, flow, routes, true);
  }

  /** What a request to it says besides its URI. */
  public List<HeaderLine> headers() {
    return routes.stream().map(route -> new HeaderLine(Header.ROUTE.text(), route)).toList();
  }

  /** How its audio is to be protected: a browser, near or behind a proxy, knows DTLS-SRTP alone. */
  public Profile media() {
    boolean browser = flow.protocol().webSocket() || WEB_SOCKET.matcher(uri).find();
    Profile ofDeskPhone = srtp ? Profile.SDES : Profile.PLAIN;
    return browser ? Profile.DTLS : ofDeskPhone;
  }

  /** Where it is, or the proxy before it. */
  public InetAddress host() {
    return flow.remote().getAddress();
  }

  /** Whether the host of this SIP URI is for a name server. */
  public static boolean isNamed(String uri) {
    SipURI sip = Uris.sip(uri);
    return sip != null && NextHop.isName(sip.getHost());
  }

  /** The contact, where it is a SIP URI and no proxy is before it. */
  public Optional<SipURI> contact() {
    return routes.isEmpty() ? Optional.ofNullable(Uris.sip(uri)) : Optional.empty();
  }

  /** The way to a configured SIP URI; null where none leads there. */
  public static @Nullable Target of(String uri, LocalAddresses locals) {
    SipURI sip = Uris.sip(uri);
    Flow flow = sip == null ? null : NextHop.of(sip, locals);
    return flow == null ? null : new Target(uri, flow);
  }
}
