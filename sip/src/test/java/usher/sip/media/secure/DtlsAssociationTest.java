package usher.sip.media.secure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import usher.sip.sdp.Fingerprint;
import usher.sip.sdp.Security;
import usher.sip.sdp.SrtpKey;
import usher.sip.sdp.SrtpSuite;

/** Both sides of a handshake, with a wire between them that may lose. */
class DtlsAssociationTest {
  private static final DtlsIdentity ALICE = DtlsIdentity.create();
  private static final DtlsIdentity BOB = DtlsIdentity.create();

  private final End client = new End();
  private final End server = new End();

  @AfterEach
  void end() {
    client.association().close();
    server.association().close();
  }

  @Test
  void bothEndUpWithTheSameKeys() throws Exception {
    connect(BOB.fingerprint(), ALICE.fingerprint());

    var clients = client.keys.get(20, TimeUnit.SECONDS);
    var servers = server.keys.get(20, TimeUnit.SECONDS);
    assertThat(clients.send()).isEqualTo(servers.receive());
    assertThat(clients.receive()).isEqualTo(servers.send()).isNotEqualTo(clients.send());
    assertThat(clients.send().suite()).isEqualTo(SrtpSuite.AEAD_AES_128_GCM);
  }

  @Test
  void flightsThatAreLostAreSentAgain() throws Exception {
    client.loses = 1;
    server.loses = 2;
    connect(BOB.fingerprint(), ALICE.fingerprint());

    assertThat(client.keys.get(30, TimeUnit.SECONDS).send())
        .isEqualTo(server.keys.get(30, TimeUnit.SECONDS).receive());
  }

  @Test
  void anotherCertificateThanTheAnnouncedOfTheClientEndsIt() throws Exception {
    connect(BOB.fingerprint(), BOB.fingerprint());

    assertThat(server.failure.get(20, TimeUnit.SECONDS)).contains("bad_certificate");
    assertThat(client.failure.get(20, TimeUnit.SECONDS)).contains("bad_certificate");
    assertThat(server.keys).isNotDone();
  }

  @Test
  void anotherCertificateThanTheAnnouncedOfTheServerEndsIt() throws Exception {
    connect(ALICE.fingerprint(), ALICE.fingerprint());

    assertThat(client.failure.get(20, TimeUnit.SECONDS)).contains("bad_certificate");
    assertThat(client.keys).isNotDone();
    assertThat(server.keys).isNotDone();
  }

  @Test
  void whatIsNoRecordDoesNotDisturb() throws Exception {
    connect(BOB.fingerprint(), ALICE.fingerprint());
    for (int i = 0; i < 100; i++) {
      server.association().received(new byte[] {22, 1, 2, 3, (byte) i});
    }

    assertThat(server.keys.get(30, TimeUnit.SECONDS)).isNotNull();
  }

  private void connect(Fingerprint ofServer, Fingerprint ofClient) {
    client.begin(ALICE, new Security.Dtls(ofServer, true), server);
    server.begin(BOB, new Security.Dtls(ofClient, false), client);
    server.association().start();
    client.association().start();
  }

  private record Keys(SrtpKey send, SrtpKey receive) {}

  /** One side; what it sends goes to the other at once. */
  private static final class End implements DtlsAssociation.Listener {
    private final CompletableFuture<Keys> keys = new CompletableFuture<>();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private @Nullable DtlsAssociation association;
    private @Nullable End other;
    private int loses;

    void begin(DtlsIdentity identity, Security.Dtls agreed, End farEnd) {
      other = farEnd;
      association = new DtlsAssociation(identity, agreed, this);
    }

    DtlsAssociation association() {
      return requireNonNull(association);
    }

    @Override
    public void send(byte[] record) {
      if (loses-- <= 0 && other != null) {
        other.association().received(record);
      }
    }

    @Override
    public void keys(SrtpKey send, SrtpKey receive) {
      keys.complete(new Keys(send, receive));
    }

    @Override
    public void failed(String reason) {
      failure.complete(reason);
    }
  }
}
