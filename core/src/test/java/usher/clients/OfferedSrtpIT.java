package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent's desk phone that takes nothing but SRTP, and callers who have none. */
class OfferedSrtpIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path directory;

  private final String password = Centre.freshPassword();
  private final Centre centre = new Centre().registeringForSrtp("bob", password);
  private ServerProcess server;

  @BeforeEach
  void start() {
    server = ServerProcess.start(directory, centre);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPhoneThatInsistsOnSrtpIsOfferedItAndTalksWithACallerInTheClear() {
    try (Baresip alice =
            Baresip.start(directory, "alice", new Tone(1_140)).through(centre.server("udp"));
        Baresip bob =
            Baresip.start(directory, "bob", new Tone(1_700))
                .registerProtectedAt(centre.server("udp"), password)) {
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
}
