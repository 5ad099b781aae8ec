package usher.core.name;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.LocalAddresses;
import usher.sip.dialog.NextHop;
import usher.sip.message.TokenSource;
import usher.sip.message.Uris;
import usher.sip.transport.Flow;
import usher.sip.transport.LocatedServer;
import usher.sip.transport.ServerOrder;
import usher.sip.transport.ServerQuery;
import usher.sip.transport.TransportProtocol;

/** Where SIP URIs lead: to their address, or to the servers behind their name (RFC 3263). */
public final class Servers {
  private final NameBook names;
  private final LocalAddresses locals;
  private final TokenSource tokens;

  /**
   * Ways from these addresses of ours.
   *
   * @param tokens chance, for servers of equal priority
   */
  public Servers(NameBook names, LocalAddresses locals, TokenSource tokens) {
    this.names = names;
    this.locals = locals;
    this.tokens = tokens;
  }

  /** Has the name in this URI, if there is one, looked up from now on. */
  public void want(String uri) {
    SipURI parsed = Uris.sip(uri);
    ServerQuery query = parsed == null ? null : query(parsed);
    if (query != null) {
      names.want(query);
    }
  }

  /** The ways there as they are tried this time; none where nothing is known. */
  public List<Flow> of(String uri) {
    SipURI parsed = Uris.sip(uri);
    if (parsed == null) {
      return List.of();
    }
    ServerQuery query = query(parsed);
    if (query != null) {
      return ServerOrder.of(names.servers(query), tokens::below).stream()
          .map(this::flow)
          .filter(Objects::nonNull)
          .toList();
    }
    Flow flow = NextHop.of(parsed, locals);
    return flow == null ? List.of() : List.of(flow);
  }

  /** Null where the URI names an address, or a transport that we do not speak to servers. */
  private static @Nullable ServerQuery query(SipURI uri) {
    String host = uri.getHost();
    String transport = uri.getTransportParam();
    if (!NextHop.isName(host)) {
      return null;
    }
    String named = transport == null ? "" : transport.toUpperCase(Locale.ROOT);
    return switch (named) {
      case "" -> new ServerQuery(host.toLowerCase(Locale.ROOT), Math.max(0, uri.getPort()), null);
      case "UDP", "TCP", "TLS" ->
          new ServerQuery(
              host.toLowerCase(Locale.ROOT),
              Math.max(0, uri.getPort()),
              TransportProtocol.valueOf(named));
      default -> null;
    };
  }

  private @Nullable Flow flow(LocatedServer server) {
    var local = locals.towards(server.address().getAddress(), server.protocol());
    return local == null
        ? null
        : new Flow(server.protocol(), local, server.address(), Flow.NO_CONNECTION);
  }
}
