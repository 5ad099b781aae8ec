package usher.sip.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static usher.sip.netty.Messages.options;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** A centre and a carrier who show each other certificates, over real sockets on the loopback. */
@Timeout(60)
class TrunkSecurityTest {
  private static final String SBC = "sbc.north.test";
  private static final String CLIENT = "client.north.test";

  @TempDir Path directory;

  private final Heard heard = new Heard(100);
  private final Heard heardByCarrier = new Heard(100);
  private final X509Bundle phones = authority("phones");
  private final X509Bundle north = authority("north");
  private @Nullable SipSockets centre;
  private @Nullable SipSockets carrier;

  private static X509Bundle authority(String name) {
    try {
      return new CertificateBuilder()
          .subject("CN=" + name)
          .setIsCertificateAuthority(true)
          .buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static CertificateBuilder dns(String... names) {
    CertificateBuilder builder = new CertificateBuilder().subject("CN=somebody");
    for (String name : names) {
      builder.addSanDnsName(name);
    }
    return builder;
  }

  /** What a carrier shows who is in order. */
  private static CertificateBuilder good() {
    return dns(SBC);
  }

  private Path file(String name, String pem) throws IOException {
    return Files.writeString(directory.resolve(name), pem);
  }

  private StreamSecurity.CertificateFiles files(String of, CertificateBuilder shown, X509Bundle by)
      throws Exception {
    X509Bundle bundle = shown.buildIssuedBy(by);
    return new StreamSecurity.CertificateFiles(
        file(of + "-chain.pem", bundle.getCertificatePathPEM()),
        file(of + "-key.pem", bundle.getPrivateKeyPEM()),
        file(of + "-trusted.pem", by.getRootCertificatePEM()));
  }

  /** The trunk north, to which we show a certificate that it has given us. */
  private SecurePeer trunk(String name, String host, String shown, Set<String> names)
      throws Exception {
    StreamSecurity.CertificateFiles files = files("ours-for-" + name, dns(shown), north);
    return new SecurePeer(
        name, Set.of(host), _ -> false, files.chain(), files.key(), files.trusted(), names);
  }

  private SipSockets centre(SecurePeer... trunks) throws Exception {
    StreamSecurity security =
        StreamSecurity.load(files("centre", dns("centre.test"), phones), List.of(trunks));
    return started(security, heard);
  }

  private SipSockets carrier(CertificateBuilder shown, X509Bundle by) throws Exception {
    SecurePeer client =
        new SecurePeer("client", Set.of(), _ -> false, null, null, null, Set.of(CLIENT));
    return started(
        StreamSecurity.load(files("carrier", shown, by), List.of(client)), heardByCarrier);
  }

  private static SipSockets started(StreamSecurity security, SipInbound inbound)
      throws IOException {
    SipSockets sockets =
        new SipSockets(
            List.of(ListenAddress.parse("tls://127.0.0.1:0")),
            new StreamRules(StreamLimits.DEFAULT, security, WebSocketRules.NO_PAGES),
            1,
            _ -> inbound);
    sockets.start();
    return sockets;
  }

  @BeforeEach
  void start() throws Exception {
    centre = centre(trunk("north", SBC, CLIENT, Set.of()));
    carrier = carrier(good(), north);
  }

  @AfterEach
  void stop() {
    Stream.of(centre, carrier)
        .forEach(sockets -> {
          if (sockets != null) {
            sockets.stop();
          }
        });
  }

  private SipSockets of(@Nullable SipSockets sockets) {
    return Objects.requireNonNull(sockets);
  }

  private static Flow to(SipSockets from, String host, SipSockets to) throws Exception {
    int port = to.bound(TransportProtocol.TLS).local().getPort();
    InetAddress named = InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1});
    return from.bound(TransportProtocol.TLS).to(new InetSocketAddress(named, port));
  }

  private static void send(SipSockets from, Flow flow, int cseq) {
    from.send(flow, options("TLS", flow.local(), cseq));
    from.flush();
  }

  @Test
  void aTrunkIsShownItsOwnCertificateAndBothKnowEachOtherByThem() throws Exception {
    send(of(centre), to(of(centre), SBC, of(carrier)), 1);
    Flow came = heardByCarrier.next(Heard.Message.class).flow();
    assertThat(of(carrier).peerOf(came)).as("what we showed").isEqualTo("client");

    send(of(carrier), came, 2);
    Flow back = heard.next(Heard.Message.class).flow();
    assertThat(of(centre).peerOf(back)).as("whom we called").isEqualTo("north");
  }

  static Stream<Arguments> goodServers() throws Exception {
    return Stream.of(
        Arguments.of("its name among others", dns("a.test", SBC), Set.of()),
        Arguments.of("in capitals", dns("SBC.North.Test"), Set.of()),
        Arguments.of("as a SIP URI", dns("a.test").addSanUriName("sip:" + SBC), Set.of()),
        Arguments.of("another that we were told", dns("b.test"), Set.of("b.test")),
        Arguments.of("its address", dns().addSanIpAddress("127.0.0.1"), Set.of("127.0.0.1")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goodServers")
  void aServerIsBelievedThatHasTheNameThatIsExpected(
      String how, CertificateBuilder shown, Set<String> names) throws Exception {
    stop();
    centre = centre(trunk("north", SBC, CLIENT, names));
    carrier = carrier(shown, north);
    send(of(centre), to(of(centre), SBC, of(carrier)), 1);
    heardByCarrier.next(Heard.Message.class);
  }

  static Stream<Arguments> badServers() throws Exception {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    return Stream.of(
        Arguments.of("of another host", dns("sbc.south.test"), "north"),
        Arguments.of("of the domain above", dns("north.test"), "north"),
        Arguments.of("of a user", dns().addSanUriName("sip:a@" + SBC), "north"),
        Arguments.of(
            "whose SIP URI says otherwise", good().addSanUriName("sip:south.test"), "north"),
        Arguments.of("that has ended", good().notAfter(yesterday), "north"),
        Arguments.of(
            "that has not begun", good().notBefore(Instant.now().plusSeconds(600)), "north"),
        Arguments.of("of an authority for phones", good(), "phones"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badServers")
  void nothingIsSentToAServerWithACertificate(String how, CertificateBuilder shown, String by)
      throws Exception {
    of(carrier).stop();
    carrier = carrier(shown, by.equals("north") ? north : phones);
    send(of(centre), to(of(centre), SBC, of(carrier)), 1);
    heard.skipTo(Heard.Undeliverable.class);
    assertThat(of(carrier).counters().count(SocketEvent.RECEIVED)).isZero();
  }

  @Test
  void twoTrunksAtOneAddressHaveConnectionsAndCertificatesOfTheirOwn() throws Exception {
    stop();
    centre =
        centre(
            trunk("north", SBC, CLIENT, Set.of()),
            trunk("south", "sbc.south.test", "client.south.test", Set.of()));
    carrier = carrier(dns(SBC, "sbc.south.test"), north);
    Flow first = to(of(centre), SBC, of(carrier));
    send(of(centre), first, 1);
    Flow ofNorth = heardByCarrier.next(Heard.Message.class).flow();
    send(of(centre), to(of(centre), "sbc.south.test", of(carrier)), 2);
    Flow ofSouth = heardByCarrier.next(Heard.Message.class).flow();
    send(of(centre), first, 3);
    Flow again = heardByCarrier.next(Heard.Message.class).flow();

    assertThat(ofSouth).isNotEqualTo(ofNorth);
    assertThat(again).isEqualTo(ofNorth);
    assertThat(of(carrier).peerOf(ofNorth)).isEqualTo("client");
    assertThat(of(carrier).peerOf(ofSouth)).isNull();
  }

  @Test
  void aRenewedCertificateOfATrunkCountsForTheNextConnection() throws Exception {
    SecurePeer trunk = trunk("north", SBC, "client.before.test", Set.of());
    StreamSecurity security =
        StreamSecurity.load(files("centre", dns("centre.test"), phones), List.of(trunk));
    try (SipSockets reloading = started(security, heard);
        SipSockets later = started(security, heard)) {
      send(reloading, to(reloading, SBC, of(carrier)), 1);
      Flow before = heardByCarrier.next(Heard.Message.class).flow();
      var _ = trunk("north", SBC, CLIENT, Set.of());
      assertThat(security.reload()).isTrue();
      assertThat(security.reload()).as("nothing new").isFalse();
      send(later, to(later, SBC, of(carrier)), 2);
      Flow after = heardByCarrier.next(Heard.Message.class).flow();
      assertThat(of(carrier).peerOf(before)).isNull();
      assertThat(of(carrier).peerOf(after)).isEqualTo("client");
    }
  }

  // ---- who calls the centre

  private void caller(CertificateBuilder shown, X509Bundle by) throws Exception {
    stop();
    centre = centre(trunk("north", SBC, CLIENT, Set.of(SBC)));
    carrier =
        started(
            StreamSecurity.load(
                new StreamSecurity.CertificateFiles(
                    files("caller", shown, by).chain(),
                    directory.resolve("caller-key.pem"),
                    directory.resolve("centre-trusted.pem")),
                List.of()),
            heardByCarrier);
    send(of(carrier), to(of(carrier), "centre.test", of(centre)), 1);
  }

  @Test
  void aCallerIsTheTrunkWhoseCertificateItShows() throws Exception {
    caller(good(), north);
    assertThat(of(centre).peerOf(heard.next(Heard.Message.class).flow())).isEqualTo("north");
  }

  @Test
  void aCallerWithAnotherNameIsServedButIsNotTheTrunk() throws Exception {
    caller(dns("other.north.test"), north);
    assertThat(of(centre).peerOf(heard.next(Heard.Message.class).flow())).isNull();
  }

  @Test
  void theNameOfATrunkFromAnotherAuthorityIsNotTheTrunk() throws Exception {
    caller(good(), phones);
    assertThat(of(centre).peerOf(heard.next(Heard.Message.class).flow())).isNull();
  }

  @Test
  void aCallerWithACertificateOfNobodyIsNotServed() throws Exception {
    stop();
    centre = centre(trunk("north", SBC, CLIENT, Set.of(SBC)));
    InetSocketAddress there = of(centre).bound(TransportProtocol.TLS).local();
    try (Socket caller = phone(there, new Insistent(good().buildIssuedBy(authority("nobody"))))) {
      InetSocketAddress own = (InetSocketAddress) caller.getLocalSocketAddress();
      assertThatThrownBy(
              () -> {
                caller.getOutputStream().write(options("TLS", own, 7).bytes());
                var _ = caller.getInputStream().read();
              })
          .isInstanceOf(IOException.class);
      assertThat(of(centre).counters().count(SocketEvent.RECEIVED)).isZero();
    }
  }

  @Test
  void aCallerWhoseCertificateHasEndedIsNotServed() throws Exception {
    caller(good().notAfter(Instant.now().minusSeconds(60)), north);
    heardByCarrier.skipTo(Heard.Closed.class);
    assertThat(of(centre).counters().count(SocketEvent.RECEIVED)).isZero();
  }

  @Test
  void aPhoneWithoutACertificateIsServed() throws Exception {
    stop();
    centre = centre(trunk("north", SBC, CLIENT, Set.of(SBC)));
    InetSocketAddress there = of(centre).bound(TransportProtocol.TLS).local();
    try (Socket phone = phone(there, null)) {
      InetSocketAddress own = (InetSocketAddress) phone.getLocalSocketAddress();
      phone.getOutputStream().write(options("TLS", own, 7).bytes());
      Heard.Message arrived = heard.next(Heard.Message.class);
      assertThat(arrived.message().cseq()).isEqualTo(7);
      assertThat(of(centre).peerOf(arrived.flow())).isNull();
    }
  }

  private static SSLSocket phone(InetSocketAddress to, @Nullable KeyManager shown)
      throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] keys = shown == null ? null : new KeyManager[] {shown};
    context.init(keys, new TrustManager[] {new Believer()}, new SecureRandom());
    return (SSLSocket) context.getSocketFactory().createSocket(to.getAddress(), to.getPort());
  }

  /** Phones often look at nothing. */
  private static final class Believer implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Shows its certificate to whoever asks for one, though it be of another authority. */
  private static final class Insistent extends X509ExtendedKeyManager {
    private final X509Bundle shown;

    Insistent(X509Bundle shown) {
      this.shown = shown;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return new String[] {SBC};
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
      return SBC;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return shown.getCertificatePath();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return shown.getKeyPair().getPrivate();
    }
  }
}
