package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Phones that speak TLS, with phones that do and phones that do not. */
class SecurePhonesIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path directory;

  private final TestAuthority authority = new TestAuthority();
  private final String password = Centre.freshPassword();
  private final Centre centre = new Centre().secure().registering("bob", password);
  private X509Certificate first;
  private ServerProcess server;

  @BeforeEach
  void start() {
    first = authority.issue(centre.address(), directory);
    server = ServerProcess.start(directory, centre);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0} calls, {1} answers")
  @CsvSource({"tls, tls", "tls, tcp", "udp, tls"})
  void aCallerAndAnAgentTalkWhateverTheirTransports(String callers, String agents) {
    try (Baresip alice =
            Baresip.start(directory, "alice", new Tone(1_140)).through(centre.server(callers));
        Baresip bob =
            Baresip.start(directory, "bob", new Tone(1_700))
                .registerAt(centre.server(agents), password)) {
      alice.dial(Centre.SALES);
      bob.awaitIncoming();
      bob.accept();
      alice.awaitHeard(bob.tone(), SECOND);
      bob.awaitHeard(alice.tone(), SECOND);
      bob.hangUp();
      alice.awaitClosed();
      assertThat(server.awaitRecord().offers()).containsExactly("bob accepted");
    }
  }

  @Test
  void aCallerWhoInsistsOnSrtpTalksWithAnAgentWhoHasNone() {
    try (Baresip alice =
            Baresip.start(directory, "alice", new Tone(1_140))
                .protectedThrough(centre.server("tls"));
        Baresip bob =
            Baresip.start(directory, "bob", new Tone(1_700))
                .registerAt(centre.server("udp"), password)) {
      alice.dial(Centre.SALES);
      bob.awaitIncoming();
      bob.accept();
      alice.awaitHeard(bob.tone(), SECOND);
      bob.awaitHeard(alice.tone(), SECOND);
      alice.hangUp();
      bob.awaitClosed();
    }
  }

  @Test
  void aRenewedCertificateIsShownToWhoConnectsAfterwardsAndABrokenOneIsNot() throws IOException {
    assertThat(shown()).isEqualTo(first);
    X509Certificate renewed = authority.issue(centre.address(), directory);
    server.awaitLog("new connections get the certificate", Baresip.LIMIT);
    assertThat(shown()).isEqualTo(renewed);

    Texts.write(directory.resolve("chain.pem"), "half a certif");
    server.awaitLog("chain.pem: has no certificate", Baresip.LIMIT);
    assertThat(shown()).isEqualTo(renewed);
  }

  private Certificate shown() throws IOException {
    SipServer tls = centre.server("tls");
    try (SSLSocket socket =
        (SSLSocket) authority.client().getSocketFactory().createSocket(tls.address(), tls.port())) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }
}
