package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phones that are gone without a BYE: a session timer finds out (RFC 4028). */
class LostByeIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Half of a session of 90 s until we ask, 32 s until nobody has answered; and a slow machine. */
  private static final Duration NOTICED = Duration.ofSeconds(45 + 32 + 25);

  @TempDir Path directory;

  private Baresip phone(String name, int hz) {
    return Baresip.start(directory, name, new Tone(hz));
  }

  /** Both at once, as it takes its time: Bob's phone in Alice's call, and Erik's in Dora's. */
  @Test
  void whoTalksToAPhoneThatIsKilledIsSetFreeAndTheRecordSaysWhy() {
    String password = Centre.freshPassword();
    Centre centre =
        new Centre()
            .registering("bob", password)
            .registering("dora", password)
            .sessionExpires("90s");
    try (ServerProcess server = ServerProcess.start(directory, centre);
        Baresip alice = phone("alice", 1_140).through(server.udp());
        Baresip erik = phone("erik", 2_240).through(server.udp());
        Baresip bob = phone("bob", 1_700).registerAt(server.udp(), password)) {
      talk(alice, bob);
      try (Baresip dora = phone("dora", 2_800).registerAt(server.udp(), password)) {
        talk(erik, dora);
        bob.vanish();
        erik.vanish();
        alice.awaitClosed(NOTICED);
        dora.awaitClosed(NOTICED);
        List<RecordedCall> records = server.awaitRecords(2);
        assertThat(records)
            .extracting(call -> call.agent() + " " + call.hungUpBy() + " " + call.gone())
            .containsExactlyInAnyOrder("bob agent [agent silent]", "dora caller [caller silent]");

        talk(alice, dora);
        alice.hangUp();
        dora.awaitClosed();
        assertThat(server.awaitRecords(3).getLast().gone()).isEmpty();
      }
    }
  }

  private static void talk(Baresip caller, Baresip agent) {
    Duration before = caller.heard().length();
    caller.dial(Centre.SALES);
    agent.awaitIncoming();
    agent.accept();
    caller.awaitHeard(agent.tone(), SECOND, before);
  }
}
