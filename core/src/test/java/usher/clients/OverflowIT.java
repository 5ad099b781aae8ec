package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.clients.Sipp.Counts;
import usher.clients.Sipp.Script;

/** Calls that are not served as hoped: refused, given to another queue, sent outside. */
class OverflowIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Counts ONE = new Counts(1, 0);

  @TempDir Path directory;

  @Test
  void aCallerIsRefusedAtEntryWhereNobodyIsStaffed() {
    Centre centre =
        centre("{ when: { staffed: 0 }, do: { refuse: 503 } }")
            .registering("bob", Centre.freshPassword());
    try (ServerProcess server = ServerProcess.start(directory, centre);
        Sipp caller = caller("caller-refused", server)) {
      assertThat(caller.awaitSuccess(LIMIT)).isEqualTo(ONE);
      RecordedCall call = server.awaitRecord();
      assertThat(call.end()).isEqualTo("turned-away");
      assertThat(call.queues()).isEmpty();
    }
  }

  @Test
  void aCallerIsMovedAfterASecondAndAnsweredInTheOtherQueue() {
    try (Sipp agent = answering()) {
      Centre centre =
          centre("{ when: { wait: 1s }, do: { move: others } }")
              .queue("answer", "on-agent")
              .registering("bob", Centre.freshPassword())
              .others("olga", agent.contact("olga", "udp"));
      try (ServerProcess server = ServerProcess.start(directory, centre);
          Sipp caller = caller("caller", server)) {
        assertThat(caller.awaitSuccess(LIMIT)).isEqualTo(ONE);
        RecordedCall call = server.awaitRecord();
        assertThat(call.end()).isEqualTo("caller-hung-up");
        assertThat(call.agent()).isEqualTo("olga");
        assertThat(call.queues()).containsExactly("sales entered", "others moved");
        assertThat(call.waitMs()).isGreaterThanOrEqualTo(1_000);
      }
      assertThat(agent.stop(LIMIT)).isEqualTo(ONE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void aCallerIsSentOutsideAndAnsweredByAThirdPhone(String media) {
    try (Sipp home = answering()) {
      String uri = home.contact("home", "udp");
      Centre centre =
          centre("{ when: { staffed: 0 }, do: { external: \"%s\" } }".formatted(uri))
              .queue("media", media)
              .queue("answer", "on-agent")
              .registering("bob", Centre.freshPassword());
      try (ServerProcess server = ServerProcess.start(directory, centre);
          Sipp caller = caller("caller", server)) {
        assertThat(caller.awaitSuccess(LIMIT)).isEqualTo(ONE);
        RecordedCall call = server.awaitRecord();
        assertThat(call.end()).isEqualTo("caller-hung-up");
        assertThat(call.agent()).isEmpty();
        assertThat(call.outside()).containsExactly(uri + " answered");
      }
      assertThat(home.stop(LIMIT)).isEqualTo(ONE);
    }
  }

  private static Centre centre(String rung) {
    return new Centre().queue("overflow", "[ " + rung + " ]");
  }

  private Sipp answering() {
    return Script.of("agent-answers")
        .pausing(Duration.ofMillis(200))
        .atMost(LIMIT)
        .start(directory)
        .awaitListening();
  }

  private Sipp caller(String scenario, ServerProcess server) {
    return Script.of(scenario)
        .calling("sales", server.udp())
        .calls(1, 1)
        .pausing(Duration.ofMillis(200))
        .atMost(LIMIT)
        .start(directory);
  }
}
