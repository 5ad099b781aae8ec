package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may be an agent: he whose phone knows the password, as long as it is registered. */
class RegistrationIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path directory;

  @Test
  void aWrongPasswordIsRefusedAndNoCallGoesThere() {
    String password = Centre.freshPassword();
    Centre centre = new Centre().registering("bob", password).registering("carol", password);
    try (ServerProcess server = ServerProcess.start(directory, centre);
        Baresip bob = Baresip.start(directory, "bob", new Tone(1_700));
        Baresip carol = Baresip.start(directory, "carol", new Tone(2_240));
        Baresip alice = Baresip.start(directory, "alice", new Tone(1_140)).through(server.udp())) {
      assertThat(bob.failToRegisterAt(server.udp(), password + "x")).startsWith("40");
      carol.registerAt(server.udp(), password);
      alice.dial(Centre.SALES);
      carol.awaitIncoming();
      carol.accept();
      alice.awaitHeard(carol.tone(), SECOND);
      alice.hangUp();
      assertThat(server.awaitRecord().offers()).containsExactly("carol accepted");
    }
  }
}
