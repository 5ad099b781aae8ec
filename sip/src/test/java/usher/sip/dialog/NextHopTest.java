package usher.sip.dialog;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sip.address.SipURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import usher.sip.message.Uris;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

class NextHopTest {
  private static final LocalAddresses EVERYWHERE =
      new LocalAddresses(
          Stream.of(TransportProtocol.values())
              .collect(toMap(Function.identity(), _ -> new InetSocketAddress("192.0.2.9", 1))));

  @Test
  void addressesAreReadWithAndWithoutBrackets() throws Exception {
    byte[] v4 = {127, 0, 7, 2};
    assertThat(NextHop.literal("127.0.7.2")).isEqualTo(InetAddress.getByAddress(v4));
    byte[] v6 = new byte[16];
    v6[15] = 1;
    assertThat(NextHop.literal("::1")).isEqualTo(InetAddress.getByAddress(v6));
    assertThat(NextHop.literal("[::1]")).isEqualTo(InetAddress.getByAddress(v6));
  }

  @Test
  void whatOnlyLooksLikeAnAddressIsNoAddress() {
    assertThat(NextHop.literal("999.1.1.1")).isNull();
    assertThat(NextHop.literal("1.2.3")).isNull();
    assertThat(NextHop.literal("a:b")).isNull();
    assertThat(NextHop.literal("phone.usher.test")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "sip:a@192.0.2.1, UDP, 5060",
    "sip:a@192.0.2.1:5070;transport=tcp, TCP, 5070",
    "sip:a@192.0.2.1;transport=tls, TLS, 5061",
    "sips:a@192.0.2.1, TLS, 5061",
    "sips:a@192.0.2.1;transport=tcp, TLS, 5061",
    "sip:a@192.0.2.1;transport=ws, WS, 80",
    "sips:a@192.0.2.1;transport=WS, WSS, 443"
  })
  void schemeAndTransportSayOverWhatAndWhere(String uri, TransportProtocol protocol, int port)
      throws Exception {
    Flow flow = Objects.requireNonNull(NextHop.of(parsed(uri), EVERYWHERE));
    assertThat(flow.protocol()).isEqualTo(protocol);
    assertThat(flow.remote().getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:a@192.0.2.1;transport=sctp",
        "sips:a@192.0.2.1;transport=udp",
        "sip:a@b.test"
      })
  void whatLeadsNowhereFromHereIsNull(String uri) throws Exception {
    assertThat(NextHop.of(parsed(uri), EVERYWHERE)).isNull();
  }

  @Test
  void eachFamilyOfAddressesLeavesFromOneOfItsOwn() throws Exception {
    InetSocketAddress v4 = new InetSocketAddress("192.0.2.9", 5060);
    InetSocketAddress v6 = new InetSocketAddress("2001:db8::9", 5060);
    LocalAddresses both =
        LocalAddresses.of(
            Stream.of(v4, v6)
                .map(local -> new Flow(TransportProtocol.UDP, local, local, Flow.NO_CONNECTION))
                .toList());
    assertThat(Objects.requireNonNull(NextHop.of(parsed("sip:a@192.0.2.1"), both)).local())
        .isEqualTo(v4);
    assertThat(Objects.requireNonNull(NextHop.of(parsed("sip:a@[2001:db8::1]"), both)).local())
        .isEqualTo(v6);
    assertThat(NextHop.of(parsed("sip:a@[2001:db8::1]"), EVERYWHERE)).isNull();
    assertThat(both.hosts()).containsExactly("192.0.2.9", "[2001:db8:0:0:0:0:0:9]");
  }

  private static SipURI parsed(String uri) throws Exception {
    return (SipURI) Uris.parse(uri);
  }
}
