package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.clients.Sipp.Counts;
import usher.clients.Sipp.Script;

/**
 * 50 calls a second for 20 seconds to 200 agents: every call is answered, and every call has its
 * record.
 */
class ManyCallsIT {
  private static final int AGENTS = 200;
  private static final int CALLS_PER_SECOND = 50;
  private static final int CALLS = 20 * CALLS_PER_SECOND;
  private static final Duration TALK = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "udp, at-entry, relay",
    "udp, on-agent, direct",
    "tcp, at-entry, relay",
    "tcp, on-agent, direct"
  })
  void everyCallIsAnswered(String transport, String answer, String media) {
    Script agent = Script.of("agent-answers").over(transport).pausing(Duration.ZERO);
    try (Sipp agents = start(agent, directory);
        ServerProcess server =
            ServerProcess.start(directory, centre(agents, transport, answer, media));
        Sipp callers = start(callers(server.udp().over(transport)), directory)) {
      assertThat(callers.awaitSuccess(LIMIT)).isEqualTo(new Counts(CALLS, 0));
      assertThat(agents.stop(LIMIT)).isEqualTo(new Counts(CALLS, 0));
      assertThat(server.awaitRecords(CALLS))
          .hasSize(CALLS)
          .allSatisfy(call -> {
            assertThat(call.end()).isEqualTo("caller-hung-up");
            assertThat(call.offers()).containsExactly(call.agent() + " accepted");
          });
    }
  }

  private static Centre centre(Sipp agents, String transport, String answer, String media) {
    Centre centre = new Centre().queue("answer", answer).queue("media", media);
    for (int agent = 1; agent <= AGENTS; agent++) {
      String name = "a%05d".formatted(agent);
      centre.fixed(name, agents.contact(name, transport));
    }
    return centre;
  }

  private static Script callers(SipServer server) {
    return Script.of("caller")
        .calling("sales", server)
        .calls(CALLS, CALLS_PER_SECOND)
        .pausing(TALK);
  }

  private static Sipp start(Script script, Path directory) {
    return script.atMost(LIMIT).start(directory).awaitListening();
  }
}
