package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usher.clients.Sipp.Counts;
import usher.clients.Sipp.Script;

/** The configuration is edited while calls flow: none of them notices, and the next ones do. */
class ReloadIT {
  private static final int AGENTS = 20;
  private static final int CALLS_PER_SECOND = 10;
  private static final int CALLS = 12 * CALLS_PER_SECOND;
  private static final Duration TALK = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void anEditedFileCountsWhileCallsFlowAndABrokenOneDoesNot() {
    Script agent = Script.of("agent-answers").pausing(Duration.ZERO);
    try (Sipp agents = start(agent);
        ServerProcess server = ServerProcess.start(directory, centre(agents));
        Sipp callers = start(callers(server.udp()))) {
      server.awaitRecords(10);
      server.edit(text -> text.replace("a00001:", "b00001:").replace("queue: sales", marked("2")));
      server.awaitLog("rules version 2 count from now on", LIMIT);
      awaitRecordOf(server, 2);

      server.edit(text -> text.replace("needs: { sales: 1 }", "needs: { sails: 1 }"));
      server.awaitLog("version 2 of the rules stays", LIMIT);
      server.awaitLog(
          "usher.yaml:" + lineOfQueue() + ":21: queue sales needs \"sails\", which no agent has",
          LIMIT);

      server.edit(
          text -> text.replace("{ sails: 1 }", "{ sales: 1 }").replace("v: \"2\"", "v: \"3\""));
      server.awaitLog("rules version 3 count from now on", LIMIT);
      awaitRecordOf(server, 3);

      assertThat(callers.awaitSuccess(LIMIT)).isEqualTo(new Counts(CALLS, 0));
      assertThat(agents.stop(LIMIT)).isEqualTo(new Counts(CALLS, 0));
      List<RecordedCall> records = server.awaitRecords(CALLS);
      assertThat(records)
          .hasSize(CALLS)
          .allSatisfy(call -> {
            assertThat(call.end()).isEqualTo("caller-hung-up");
            assertThat(call.attribute("v"))
                .isEqualTo(call.rules() == 1 ? "" : Long.toString(call.rules()));
          });
      assertThat(records)
          .filteredOn(call -> call.rules() > 1)
          .extracting(RecordedCall::agent)
          .doesNotContain("a00001");
    }
  }

  private static String marked(String version) {
    return "queue: sales, attributes: { v: \"" + version + "\" }";
  }

  /** Behind sip with its keys, data, agents, and the key queues itself. */
  private static int lineOfQueue() {
    return 4 + 1 + 1 + AGENTS + 1 + 1;
  }

  private static void awaitRecordOf(ServerProcess server, long rules) {
    Await.until(
        () -> server.records().stream().anyMatch(call -> call.rules() == rules),
        LIMIT,
        () -> "no call of version " + rules + server.tail());
  }

  private static Centre centre(Sipp agents) {
    Centre centre = new Centre();
    for (int agent = 1; agent <= AGENTS; agent++) {
      String name = "a%05d".formatted(agent);
      centre.fixed(name, agents.contact(name, "udp"));
    }
    return centre;
  }

  private static Script callers(SipServer server) {
    return Script.of("caller")
        .calling("sales", server)
        .calls(CALLS, CALLS_PER_SECOND)
        .pausing(TALK);
  }

  private Sipp start(Script script) {
    return script.atMost(LIMIT).start(directory).awaitListening();
  }
}
