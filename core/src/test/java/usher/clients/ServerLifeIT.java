package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usher.clients.Sipp.Counts;
import usher.clients.Sipp.Script;

/** How the server ends: after the calls that run, or at once when told twice. */
class ServerLifeIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration AT_ONCE = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(15);

  @TempDir Path directory;

  private final String password = Centre.freshPassword();
  private ServerProcess server;
  private Baresip alice;
  private Baresip bob;

  @BeforeEach
  void aCallIsRunning() {
    server = ServerProcess.start(directory, new Centre().registering("bob", password));
    alice = Baresip.start(directory, "alice", new Tone(1_140)).through(server.udp());
    bob = Baresip.start(directory, "bob", new Tone(1_700)).registerAt(server.udp(), password);
    alice.dial(Centre.SALES);
    bob.awaitIncoming();
    bob.accept();
    alice.awaitHeard(bob.tone(), SECOND);
  }

  @AfterEach
  void stop() {
    alice.close();
    bob.close();
    server.close();
  }

  @Test
  void afterSigtermTheRunningCallGoesOnANewOneIsRefusedAndTheLastToEndEndsTheServer() {
    server.terminate();
    aNewCallIsRefused();
    alice.awaitHeard(bob.tone(), SECOND, alice.heard().length());
    assertThat(server.isAlive()).isTrue();
    alice.hangUp();
    bob.awaitClosed();
    assertThat(server.awaitExit(LIMIT)).isZero();
    assertThat(server.awaitRecord().end()).isEqualTo("caller-hung-up");
  }

  @Test
  void aSecondSigtermEndsTheServerAtOnce() {
    server.terminate();
    aNewCallIsRefused();
    assertThat(server.isAlive()).isTrue();
    server.terminate();
    alice.awaitClosed();
    bob.awaitClosed();
    assertThat(server.awaitExit(AT_ONCE)).isZero();
    RecordedCall call = server.awaitRecord();
    assertThat(call.end()).isEqualTo("server-stopped");
    assertThat(call.hungUpBy()).isEqualTo("server");
  }

  private void aNewCallIsRefused() {
    Script caller = Script.of("caller-refused").calling("sales", server.udp()).calls(1, 1);
    try (Sipp late = caller.atMost(LIMIT).start(directory)) {
      assertThat(late.awaitSuccess(LIMIT)).isEqualTo(new Counts(1, 0));
    }
  }
}
