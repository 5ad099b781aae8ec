package usher.sip.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import usher.sip.netty.SipNames.Located;
import usher.sip.transport.ServerQuery;
import usher.sip.transport.TransportProtocol;

/** RFC 3263 4, asked of a name server on the loopback. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SipNamesTest {
  private final SmallNameServer server = new SmallNameServer();
  private final SipNames names =
      new SipNames(
          EnumSet.of(TransportProtocol.UDP, TransportProtocol.TCP, TransportProtocol.TLS),
          new SingletonDnsServerAddressStreamProvider(server.address()));

  @AfterEach
  void close() {
    names.close();
    server.close();
  }

  private Located locate(int port, @Nullable TransportProtocol protocol) {
    return names.locate(new ServerQuery("north.example", port, protocol)).join();
  }

  private static List<String> written(Located found) {
    return found.servers().stream()
        .map(server ->
            server.protocol()
                + " "
                + server.address().getAddress().getHostAddress()
                + ":"
                + server.address().getPort())
        .toList();
  }

  @Test
  void aPortLeadsToTheAddressesOfTheNameItself() {
    server.a("north.example", "192.0.2.7", 120);
    server.a("north.example", "2001:db8::7", 60);
    Located found = locate(5080, TransportProtocol.TCP);
    assertThat(written(found))
        .containsExactly("TCP 192.0.2.7:5080", "TCP 2001:db8:0:0:0:0:0:7:5080");
    assertThat(found.ttl()).isEqualTo(Duration.ofSeconds(60));
    assertThat(server.asked()).noneMatch(asked -> asked.startsWith("SRV"));
  }

  @Test
  void theNameThatWasAskedForIsWhatACertificateHasToShow() {
    server.srv("_sips._tcp.north.example", 1, 1, 5061, "sbc.carrier.example");
    server.a("sbc.carrier.example", "192.0.2.7", 60);
    Located found = locate(0, TransportProtocol.TLS);
    assertThat(written(found)).containsExactly("TLS 192.0.2.7:5061");
    assertThat(found.servers().getFirst().address().getHostString()).isEqualTo("north.example");
  }

  @Test
  void naptrSaysWhichTransportTheDomainPrefers() {
    server.naptr("north.example", 20, "SIP+D2U", "udp.north.example");
    server.naptr("north.example", 10, "SIPS+D2T", "tls.north.example");
    server.naptr("north.example", 5, "SIP+D2S", "sctp.north.example");
    server.srv("udp.north.example", 1, 0, 5060, "a.north.example");
    server.srv("tls.north.example", 9, 0, 5061, "b.north.example");
    server.a("a.north.example", "192.0.2.1", 60);
    server.a("b.north.example", "192.0.2.2", 60);
    Located found = locate(0, null);
    assertThat(written(found)).containsExactly("TLS 192.0.2.2:5061", "UDP 192.0.2.1:5060");
    assertThat(found.servers().getFirst().priority())
        .isLessThan(found.servers().getLast().priority());
  }

  @Test
  void withoutNaptrTheServicesAreAskedFor() {
    server.srv("_sip._tcp.north.example", 1, 0, 5070, "a.north.example");
    server.a("a.north.example", "192.0.2.1", 60);
    assertThat(written(locate(0, null))).containsExactly("TCP 192.0.2.1:5070");
  }

  @Test
  void withoutServicesTheNameItselfIsTheServer() {
    server.a("north.example", "192.0.2.1", 60);
    assertThat(written(locate(0, null))).containsExactly("UDP 192.0.2.1:5060");
    assertThat(written(locate(0, TransportProtocol.TLS))).containsExactly("TLS 192.0.2.1:5061");
  }

  @Test
  void aNameThatLeadsNowhereIsAnAnswerToo() {
    Located found = locate(0, null);
    assertThat(found.servers()).isEmpty();
    assertThat(found.ttl()).isEqualTo(SipNames.TTL_OF_NOTHING);
  }

  @Test
  void whatIsMalformedIsNotThere() {
    server.broken("north.example", DnsRecordType.NAPTR);
    server.broken("_sip._udp.north.example", DnsRecordType.SRV);
    server.broken("north.example", DnsRecordType.A);
    server.a("north.example", "192.0.2.1", 60);
    assertThat(written(locate(0, null))).containsExactly("UDP 192.0.2.1:5060");
  }

  @Test
  void anAnswerIsKeptAsLongAsItSaysWithinBounds() {
    server.a("north.example", "192.0.2.1", 0);
    assertThat(locate(5060, null).ttl()).isEqualTo(SipNames.TTL_MIN);
    int asked = server.asked().size();
    locate(5060, null);
    assertThat(server.asked()).hasSize(asked);
    server.a("long.example", "192.0.2.1", 1_000_000);
    assertThat(names.locate(new ServerQuery("long.example", 5060, null)).join().ttl())
        .isEqualTo(SipNames.TTL_MAX);
  }

  @Test
  void aNameServerThatIsSilentIsNotWaitedForLong() {
    server.close();
    assertThat(locate(5060, null).servers()).isEmpty();
  }
}
