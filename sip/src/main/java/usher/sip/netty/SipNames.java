package usher.sip.netty;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import usher.sip.netty.DnsAnswers.Answer;
import usher.sip.netty.DnsAnswers.Naptr;
import usher.sip.netty.DnsAnswers.Srv;
import usher.sip.transport.LocatedServer;
import usher.sip.transport.ServerQuery;
import usher.sip.transport.TransportProtocol;

/**
 * Finds the servers behind a name as RFC 3263 4 says, with the name servers that the machine uses:
 *
 * <pre>
 *   a port is named          A, AAAA
 *   a transport is named     SRV of it, else A, AAAA
 *   neither                  NAPTR, then SRV of each; else SRV of UDP and of TCP; else A, AAAA
 * </pre>
 *
 * <p>Any thread; never waits. What was found is kept as long as the shortest record allows, within
 * bounds.
 */
public final class SipNames implements AutoCloseable {
  /** For so long at least an answer is kept, that nobody asks with every call. */
  public static final Duration TTL_MIN = Duration.ofSeconds(5);

  public static final Duration TTL_MAX = Duration.ofHours(1);

  /** How long a name that leads nowhere is not asked for again. */
  public static final Duration TTL_OF_NOTHING = Duration.ofSeconds(30);

  private static final int NAMES_KEPT = 1_000;
  private static final Duration QUERY_LIMIT = Duration.ofSeconds(2);
  private static final int PRIORITIES = 1 << 16;

  /**
   * What a name leads to.
   *
   * @param servers none where it leads nowhere, or nobody could be asked
   * @param ttl for how long that is so
   */
  public record Located(List<LocatedServer> servers, Duration ttl) {
    public Located {
      servers = List.copyOf(servers);
    }
  }

  private record Service(String prefix, String naptr, TransportProtocol protocol) {}

  private static final List<Service> SERVICES =
      List.of(
          new Service("_sip._udp.", "SIP+D2U", TransportProtocol.UDP),
          new Service("_sip._tcp.", "SIP+D2T", TransportProtocol.TCP),
          new Service("_sips._tcp.", "SIPS+D2T", TransportProtocol.TLS));

  private final Set<TransportProtocol> ours;
  private final MultiThreadIoEventLoopGroup thread;
  private final DnsNameResolver resolver;
  private final DnsAnswers dns;
  private final AsyncCache<ServerQuery, Located> known =
      Caffeine.newBuilder()
          .maximumSize(NAMES_KEPT)
          .expireAfter(Expiry.<ServerQuery, Located>creating((_, found) -> found.ttl()))
          .buildAsync();

  /**
   * Asks the name servers of this machine.
   *
   * @param ours the transports that we speak
   */
  public static SipNames ofThisMachine(Set<TransportProtocol> ours) {
    return new SipNames(ours, DnsServerAddressStreamProviders.platformDefault());
  }

  SipNames(Set<TransportProtocol> ours, DnsServerAddressStreamProvider nameServers) {
    this.ours = Set.copyOf(ours);
    this.thread =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("sip-names", true), NioIoHandler.newFactory());
    this.resolver =
        new DnsNameResolverBuilder(thread.next())
            .datagramChannelType(NioDatagramChannel.class)
            .socketChannelType(NioSocketChannel.class)
            .nameServerProvider(nameServers)
            .queryTimeoutMillis(QUERY_LIMIT.toMillis())
            .recursionDesired(true)
            .build();
    this.dns = new DnsAnswers(resolver);
  }

  /** The servers behind this name; never fails. */
  public CompletableFuture<Located> locate(ServerQuery query) {
    return known.get(query, (asked, _) -> find(asked));
  }

  private CompletableFuture<Located> find(ServerQuery query) {
    TransportProtocol wanted = query.protocol();
    if (query.port() > 0) {
      return addresses(query, wanted == null ? usual() : wanted, query.port());
    }
    return wanted == null ? anyTransport(query) : oneTransport(query, wanted);
  }

  private TransportProtocol usual() {
    return ours.contains(TransportProtocol.UDP) ? TransportProtocol.UDP : TransportProtocol.TCP;
  }

  private CompletableFuture<Located> oneTransport(ServerQuery query, TransportProtocol wanted) {
    List<CompletableFuture<Located>> found =
        SERVICES.stream()
            .filter(service -> service.protocol() == wanted)
            .map(service -> service(query, service, service.prefix() + query.host(), 0))
            .toList();
    return firstNotEmpty(all(found), () -> addresses(query, wanted, wanted.defaultPort()));
  }

  /** RFC 3263 4.1: the order of NAPTR records is the domain's, not ours. */
  private CompletableFuture<Located> anyTransport(ServerQuery query) {
    return dns.naptr(query.host())
        .thenCompose(records -> {
          List<CompletableFuture<Located>> found = new ArrayList<>();
          records.stream()
              .map(Answer::value)
              .sorted(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference))
              .forEach(naptr -> {
                Service service = serviceOf(naptr);
                if (service != null) {
                  found.add(service(query, service, naptr.replacement(), found.size()));
                }
              });
          return found.isEmpty() ? withoutNaptr(query) : all(found);
        });
  }

  private @Nullable Service serviceOf(Naptr naptr) {
    return SERVICES.stream()
        .filter(service -> ours.contains(service.protocol()))
        .filter(service -> naptr.service().toUpperCase(Locale.ROOT).equals(service.naptr()))
        .filter(_ -> naptr.flags().equalsIgnoreCase("s"))
        .findFirst()
        .orElse(null);
  }

  /** RFC 3263 4.1: "the client constructs an SRV query for those transport protocols". */
  private CompletableFuture<Located> withoutNaptr(ServerQuery query) {
    List<CompletableFuture<Located>> found = new ArrayList<>();
    for (Service service : SERVICES) {
      if (ours.contains(service.protocol()) && !service.protocol().secure()) {
        found.add(service(query, service, service.prefix() + query.host(), found.size()));
      }
    }
    return firstNotEmpty(all(found), () -> addresses(query, usual(), usual().defaultPort()));
  }

  /** The servers that the SRV records of a service name. */
  private CompletableFuture<Located> service(
      ServerQuery query, Service service, String name, int rank) {
    return dns.srv(name)
        .thenCompose(records ->
            all(
                records.stream()
                    .filter(record -> !record.value().target().isEmpty())
                    .map(record -> server(query, service, record, rank))
                    .toList()));
  }

  private CompletableFuture<Located> server(
      ServerQuery query, Service service, Answer<Srv> record, int rank) {
    Srv srv = record.value();
    int priority = Math.min(rank, Short.MAX_VALUE - 1) * PRIORITIES + srv.priority();
    return addresses(srv.target(), query.host())
        .thenApply(found ->
            located(found, service.protocol(), srv.port(), priority, srv.weight(), record.ttlS()));
  }

  private CompletableFuture<Located> addresses(
      ServerQuery query, TransportProtocol protocol, int port) {
    return addresses(query.host(), query.host())
        .thenApply(found -> located(found, protocol, port, 0, 0, TTL_MAX.toSeconds()));
  }

  private CompletableFuture<List<Answer<InetAddress>>> addresses(String name, String called) {
    return dns.addresses(name, DnsRecordType.A, called)
        .thenCombine(
            dns.addresses(name, DnsRecordType.AAAA, called),
            (v4, v6) -> {
              List<Answer<InetAddress>> both = new ArrayList<>(v4);
              both.addAll(v6);
              return both;
            });
  }

  private static Located located(
      List<Answer<InetAddress>> addresses,
      TransportProtocol protocol,
      int port,
      int priority,
      int weight,
      long ttlS) {
    long shortestS = addresses.stream().mapToLong(Answer::ttlS).min().orElse(ttlS);
    List<LocatedServer> servers =
        addresses.stream()
            .map(address ->
                new LocatedServer(
                    protocol, new InetSocketAddress(address.value(), port), priority, weight))
            .toList();
    return new Located(servers, ttl(servers, Duration.ofSeconds(Math.min(ttlS, shortestS))));
  }

  private static Duration ttl(List<LocatedServer> servers, Duration said) {
    if (servers.isEmpty()) {
      return TTL_OF_NOTHING;
    }
    return said.compareTo(TTL_MIN) < 0 ? TTL_MIN : said.compareTo(TTL_MAX) > 0 ? TTL_MAX : said;
  }

  private static CompletableFuture<Located> all(List<CompletableFuture<Located>> parts) {
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(_ -> joined(parts.stream().map(CompletableFuture::join).toList()));
  }

  private static Located joined(List<Located> parts) {
    List<LocatedServer> servers = parts.stream().flatMap(part -> part.servers().stream()).toList();
    Duration shortest =
        parts.stream()
            .filter(part -> !part.servers().isEmpty())
            .map(Located::ttl)
            .min(Comparator.naturalOrder())
            .orElse(TTL_OF_NOTHING);
    return new Located(servers, shortest);
  }

  private interface Otherwise {
    CompletableFuture<Located> find();
  }

  private static CompletableFuture<Located> firstNotEmpty(
      CompletableFuture<Located> first, Otherwise other) {
    return first.thenCompose(found ->
        found.servers().isEmpty() ? other.find() : CompletableFuture.completedFuture(found));
  }

  @Override
  public void close() {
    resolver.close();
    Quietly.ignore(thread.shutdownGracefully(0, 1, TimeUnit.SECONDS));
  }
}
