package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No agent is there yet: the caller hears music until one is. */
class WaitingIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path directory;

  @Test
  void thereIsMusicAlsoWhenNoFileIsConfigured() {
    Centre centre = new Centre().registering("bob", Centre.freshPassword());
    try (ServerProcess server = ServerProcess.start(directory, centre);
        Baresip alice = Baresip.start(directory, "alice", new Tone(1_140)).through(server.udp())) {
      alice.dial(Centre.SALES);
      alice.awaitSound(SECOND);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void aCallerWhoWaitsIsOfferedToTheAgentWhoRegistersLast(String transport) {
    String password = Centre.freshPassword();
    Path music = directory.resolve("music.wav");
    Tone waiting = new Tone(560);
    waiting.write(music, Duration.ofSeconds(5));
    try (ServerProcess server =
            ServerProcess.start(directory, new Centre().music(music).registering("bob", password));
        Baresip bob = Baresip.start(directory, "bob", new Tone(1_700));
        Baresip alice =
            Baresip.start(directory, "alice", new Tone(1_140))
                .through(server.udp().over(transport))) {
      alice.dial(Centre.SALES);
      alice.awaitEstablished();
      alice.awaitHeard(waiting, SECOND);
      bob.registerAt(server.udp().over(transport), password);
      bob.awaitIncoming();
      bob.accept();
      alice.awaitHeard(bob.tone(), SECOND);
      bob.awaitHeard(alice.tone(), SECOND);
      bob.hangUp();
      alice.awaitClosed();
      RecordedCall call = server.awaitRecord();
      assertThat(call.end()).isEqualTo("agent-hung-up");
      assertThat(call.waitMs()).isGreaterThanOrEqualTo(SECOND.toMillis());
      assertThat(call.offers()).containsExactly("bob accepted");
    }
  }
}
