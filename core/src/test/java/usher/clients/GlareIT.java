package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usher.clients.Sipp.Counts;
import usher.clients.Sipp.Script;

/** Both sides of a leg offer the session anew at the same instant (RFC 3261 14). */
class GlareIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final Duration PAUSE = Duration.ofMillis(500);

  @TempDir Path directory;

  /** The agent's hold is passed on to the caller, whose own offer crosses it. */
  @Test
  void eachRefusesTheOthersOfferAndTheServerAsksAgain() {
    try (Sipp agent = start(Script.of("agent-holds-once").pausing(PAUSE))) {
      Centre centre =
          new Centre()
              .fixed("dora", agent.contact("dora", "udp"))
              .queue("media", "direct")
              .queue("answer", "on-agent");
      try (ServerProcess server = ServerProcess.start(directory, centre);
          Sipp caller =
              start(Script.of("caller-glares").calling("sales", server.udp()).calls(1, 1))) {
        assertThat(caller.awaitSuccess(LIMIT)).isEqualTo(new Counts(1, 0));
        assertThat(agent.stop(LIMIT)).isEqualTo(new Counts(1, 0));
        RecordedCall call = server.awaitRecord();
        assertThat(call.hungUpBy()).isEqualTo("agent");
        assertThat(call.holdMs()).isPositive();
      }
    }
  }

  private Sipp start(Script script) {
    return script.atMost(LIMIT).start(directory).awaitListening();
  }
}
