package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.clients.Sipp.Counts;
import usher.clients.Sipp.Script;

/**
 * A desk phone's lamp beside an agent's key, while the agent is called, talks and is free again.
 */
class LampIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** Longer than a lamp rests between two changes, so that it shows each. */
  private static final Duration LONG = Duration.ofMillis(2_500);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void aLampGoesThroughACall(String transport) {
    String password = Centre.freshPassword();
    try (Sipp agent = start(Script.of("agent-answers").pausing(LONG))) {
      Centre centre =
          new Centre()
              .md5()
              .queue("answer", "on-agent")
              .registering("desk", password)
              .fixed("a1", agent.contact("a1", "udp"));
      try (ServerProcess server = ServerProcess.start(directory, centre);
          Sipp lamp = lamp(centre.server(transport), password);
          Sipp caller = caller(server)) {
        assertThat(caller.awaitSuccess(LIMIT)).isEqualTo(new Counts(1, 0));
        assertThat(lamp.awaitSuccess(LIMIT)).isEqualTo(new Counts(1, 0));
        assertThat(server.awaitRecord().agent()).isEqualTo("a1");
      }
    }
  }

  private Sipp lamp(SipServer server, String password) {
    return start(Script.of("lamp").calling("a1", server).as("desk", password).calls(1, 1))
        .awaitSign("subscribed");
  }

  private Sipp caller(ServerProcess server) {
    return start(Script.of("caller").calling("sales", server.udp()).pausing(LONG).calls(1, 1));
  }

  private Sipp start(Script script) {
    return script.atMost(LIMIT).start(directory).awaitListening();
  }
}
