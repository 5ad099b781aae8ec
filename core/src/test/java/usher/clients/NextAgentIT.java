package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.clients.Sipp.Counts;
import usher.clients.Sipp.Script;

/**
 * The first agent does not take the call: it is offered to the next one, and the caller notices
 * nothing.
 */
class NextAgentIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path directory;

  @Test
  void bobDeclinesAndCarolRings() {
    String bobs = Centre.freshPassword();
    String carols = Centre.freshPassword();
    Centre centre = new Centre().registering("bob", bobs).registering("carol", carols);
    try (ServerProcess server = ServerProcess.start(directory, centre);
        Baresip bob =
            Baresip.start(directory, "bob", new Tone(1_700)).registerAt(server.udp(), bobs);
        Baresip carol =
            Baresip.start(directory, "carol", new Tone(2_240)).registerAt(server.udp(), carols);
        Baresip alice = Baresip.start(directory, "alice", new Tone(1_140)).through(server.udp())) {
      alice.dial(Centre.SALES);
      bob.awaitIncoming();
      bob.hangUp();
      carol.awaitIncoming();
      carol.accept();
      alice.awaitHeard(carol.tone(), SECOND);
      carol.awaitHeard(alice.tone(), SECOND);
      carol.hangUp();
      alice.awaitClosed();
      RecordedCall call = server.awaitRecord();
      assertThat(call.end()).isEqualTo("agent-hung-up");
      assertThat(call.hungUpBy()).isEqualTo("agent");
      assertThat(call.agent()).isEqualTo("carol");
      assertThat(call.offers()).containsExactly("bob busy", "carol accepted");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "603 Decline, declined",
    "486 Busy Here, busy",
    "480 Temporarily Unavailable, unreachable"
  })
  void anAgentWhoRefusesIsFollowedByTheNext(String refusal, String outcome) {
    RecordedCall call = offeredFirstTo(Script.of("agent-declines").refusing(refusal), "15s");
    assertThat(call.offers()).containsExactly("a1 " + outcome, "a2 accepted");
  }

  @Test
  void anAgentWhoLetsItRingIsFollowedByTheNext() {
    RecordedCall call = offeredFirstTo(Script.of("agent-never-answers"), "1s");
    assertThat(call.offers()).containsExactly("a1 ring-timeout", "a2 accepted");
    assertThat(call.waitMs()).isGreaterThanOrEqualTo(SECOND.toMillis());
  }

  @Test
  void anAgentWhosePhoneIsNotThereIsFollowedByTheNext() {
    String nobody = "sip:a1@%s:6200".formatted(Loopback.address());
    try (Sipp second = start(Script.of("agent-answers"))) {
      Centre centre =
          new Centre()
              .queue("ring", "1s")
              .fixed("a1", nobody)
              .fixed("a2", second.contact("a2", "udp"));
      assertThat(call(centre).offers().getLast()).isEqualTo("a2 accepted");
      assertThat(second.stop(LIMIT)).isEqualTo(new Counts(1, 0));
    }
  }

  /**
   * Of two agents who have been idle equally long, the one whose name comes first is offered the
   * call.
   */
  private RecordedCall offeredFirstTo(Script first, String ring) {
    try (Sipp refusing = start(first);
        Sipp answering = start(Script.of("agent-answers"))) {
      Centre centre =
          new Centre()
              .queue("ring", ring)
              .fixed("a1", refusing.contact("a1", "udp"))
              .fixed("a2", answering.contact("a2", "udp"));
      RecordedCall call = call(centre);
      assertThat(refusing.stop(LIMIT)).as("the first agent").isEqualTo(new Counts(1, 0));
      assertThat(answering.stop(LIMIT)).as("the second agent").isEqualTo(new Counts(1, 0));
      return call;
    }
  }

  private RecordedCall call(Centre centre) {
    centre.queue("answer", "on-agent");
    try (ServerProcess server = ServerProcess.start(directory, centre);
        Sipp caller = start(Script.of("caller").calling("sales", server.udp()).calls(1, 1))) {
      assertThat(caller.awaitSuccess(LIMIT)).isEqualTo(new Counts(1, 0));
      RecordedCall call = server.awaitRecord();
      assertThat(call.end()).isEqualTo("caller-hung-up");
      assertThat(call.agent()).isEqualTo("a2");
      return call;
    }
  }

  private Sipp start(Script script) {
    return script.pausing(Duration.ofMillis(200)).atMost(LIMIT).start(directory).awaitListening();
  }
}
