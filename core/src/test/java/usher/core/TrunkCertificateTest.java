package usher.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import usher.clients.TestAuthority;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** A whole server that knows a trunk by what its client shows, whatever address it has. */
@Timeout(60)
class TrunkCertificateTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final char[] NO_PASSWORD = {};

  @TempDir Path directory;
  private final TestAuthority ours = new TestAuthority();
  private Server server;
  private X509Bundle north;
  private int calls;

  @BeforeEach
  void start() throws Exception {
    ours.issue("127.0.0.1", directory);
    Path file =
        Files.writeString(
            directory.resolve("usher.yaml"),
            """
            sip:
              domain: usher.test
              listen: [ "udp://127.0.0.1:0", "tls://127.0.0.1:0" ]
              tls: { certificate: chain.pem, key: key.pem }
            trunks: [ { name: north, tls: { trusted: north.pem, names: [ sbc.north.test ] } } ]
            agents: { bob: { password: hush } }
            queues: { help: {} }
            entries:
              - { to: help, when: 'trunk == "north"', refuse: 486 }
              - { to: help, refuse: 600 }
            """);
    north = authority();
    Files.writeString(directory.resolve("north.pem"), north.getCertificatePEM());
    server = Server.start((ConfigResult.Valid) ConfigReader.read(file));
  }

  private static X509Bundle authority() throws Exception {
    return new CertificateBuilder()
        .subject("CN=north")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String invite(@Nullable String name) throws Exception {
    InetSocketAddress tls =
        server.bound().stream()
            .filter(flow -> flow.protocol() == TransportProtocol.TLS)
            .map(Flow::local)
            .findFirst()
            .orElseThrow();
    try (Socket socket =
        client(name).getSocketFactory().createSocket(tls.getAddress(), tls.getPort())) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.getOutputStream().write(invite().getBytes(StandardCharsets.US_ASCII));
      return finalAnswer(socket);
    }
  }

  private static String finalAnswer(Socket socket) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    return lines
        .lines()
        .filter(line -> line.startsWith("SIP/2.0 ") && !line.startsWith("SIP/2.0 1"))
        .findFirst()
        .orElseThrow();
  }

  private SSLContext client(@Nullable String name) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("ours", ours.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(name == null ? null : keys(name), trust.getTrustManagers(), null);
    return context;
  }

  private KeyManager[] keys(String name) throws Exception {
    X509Bundle shown =
        new CertificateBuilder().subject("CN=client").addSanDnsName(name).buildIssuedBy(north);
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry(
        "client", shown.getKeyPair().getPrivate(), NO_PASSWORD, shown.getCertificatePath());
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  private String invite() {
    calls++;
    return """
    INVITE sip:help@usher.test SIP/2.0
    Via: SIP/2.0/TLS client.invalid;branch=z9hG4bK%1$d;rport
    Max-Forwards: 70
    From: <sip:a@usher.test>;tag=1
    To: <sip:help@usher.test>
    Contact: <sip:a@127.0.0.1:5071;transport=tls>
    Call-ID: %1$d@client
    CSeq: 1 INVITE
    Content-Length: 0

    """
        .formatted(calls)
        .replace("\n", "\r\n");
  }

  @Test
  void itsCallsAreItsOwnByTheNameInItsCertificate() throws Exception {
    assertThat(invite("sbc.north.test")).startsWith("SIP/2.0 486 ");
    assertThat(invite("other.north.test")).as("another name").startsWith("SIP/2.0 600 ");
    assertThat(invite(null)).as("no certificate").startsWith("SIP/2.0 600 ");
  }
}
