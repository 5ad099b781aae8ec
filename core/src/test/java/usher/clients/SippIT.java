package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import usher.clients.Sipp.Counts;
import usher.clients.Sipp.Script;

/** The driver of SIPp and its scenarios, proved by letting callers call agents directly. */
class SippIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(200);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void everyCallIsAnswered(String transport) {
    try (Sipp agents = start(Script.of("agent-answers").over(transport).pausing(PAUSE));
        Sipp callers = start(callers("caller", agents, transport).calls(40, 20))) {
      assertThat(callers.awaitSuccess(LIMIT)).isEqualTo(new Counts(40, 0));
      assertThat(agents.stop(LIMIT)).isEqualTo(new Counts(40, 0));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "caller-leaves-while-ringing, agent-never-answers, udp",
    "caller-leaves-while-ringing, agent-never-answers, tcp",
    "caller-refused, agent-declines, udp",
    "caller-refused, agent-declines, tcp"
  })
  void callsThatAreNotAnsweredEndAsTheScenariosSay(String caller, String agent, String transport) {
    Script agentScript = Script.of(agent).over(transport).refusing("503 Unavailable");
    try (Sipp agents = start(agentScript);
        Sipp callers = start(callers(caller, agents, transport).calls(10, 20))) {
      assertThat(callers.awaitSuccess(LIMIT)).isEqualTo(new Counts(10, 0));
      assertThat(agents.stop(LIMIT)).isEqualTo(new Counts(10, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void anAgentCanHangUp(String transport) {
    try (Sipp agents = start(Script.of("agent-hangs-up").over(transport).pausing(PAUSE));
        Sipp callers = start(callers("caller-stays", agents, transport).calls(10, 20))) {
      assertThat(callers.awaitSuccess(LIMIT)).isEqualTo(new Counts(10, 0));
      assertThat(agents.stop(LIMIT)).isEqualTo(new Counts(10, 0));
    }
  }

  @Test
  void aCallThatLeavesTheScenarioFailsTheTest() {
    try (Sipp agents = start(Script.of("agent-declines").refusing("486 Busy Here"));
        Sipp callers = start(callers("caller", agents, "udp").calls(1, 1))) {
      assertThatThrownBy(() -> callers.awaitSuccess(LIMIT))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("failed=1")
          .hasMessageContaining("486");
    }
  }

  private Sipp start(Script script) {
    return script.atMost(LIMIT).start(directory).awaitListening();
  }

  private static Script callers(String scenario, Sipp agents, String transport) {
    SipServer direct = new SipServer("usher.test", agents.address(), Sipp.PORT, transport);
    return Script.of(scenario).calling("sales", direct).pausing(PAUSE);
  }
}
