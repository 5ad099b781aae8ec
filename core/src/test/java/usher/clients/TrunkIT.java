package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usher.clients.Sipp.Counts;
import usher.clients.Sipp.Script;

/** A SIPp is the network: calls go out to it and come in from it. */
class TrunkIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Counts ONE = new Counts(1, 0);

  @TempDir Path directory;

  @Test
  void aCallComesFromOneTrunkAndLeavesOverTheServerOfAnotherThatServes() {
    Script caller = Script.of("caller").pausing(Duration.ofMillis(200)).atMost(LIMIT);
    try (Sipp busy =
            Script.of("agent-declines")
                .refusing("503 Service Unavailable")
                .atMost(LIMIT)
                .start(directory)
                .awaitListening();
        Sipp serving =
            Script.of("agent-answers")
                .pausing(Duration.ofMillis(200))
                .atMost(LIMIT)
                .start(directory)
                .awaitListening()) {
      Centre centre =
          new Centre()
              .queue("answer", "on-agent")
              .queue("overflow", "[ { when: { staffed: 0 }, do: { external: \"tel:+493012\" } } ]")
              .registering("bob", Centre.freshPassword())
              .trunks(
                  "{ name: west, addresses: [ %s ] }".formatted(caller.address()),
                  "{ name: east, probe: never, targets: [ \"sip:%s:%d\", \"sip:%s:%d\" ] }"
                      .formatted(busy.address(), Sipp.PORT, serving.address(), Sipp.PORT));
      try (ServerProcess server = ServerProcess.start(directory, centre);
          Sipp dialling = caller.calling("sales", server.udp()).calls(1, 1).start(directory)) {
        assertThat(dialling.awaitSuccess(LIMIT)).isEqualTo(ONE);
        RecordedCall call = server.awaitRecord();
        assertThat(call.end()).isEqualTo("caller-hung-up");
        assertThat(call.trunk()).isEqualTo("west");
        assertThat(call.outside()).containsExactly("tel:+493012 answered");
      }
      assertThat(busy.stop(LIMIT)).isEqualTo(ONE);
      assertThat(serving.stop(LIMIT)).isEqualTo(ONE);
    }
  }
}
