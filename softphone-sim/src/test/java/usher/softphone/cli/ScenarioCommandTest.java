package usher.softphone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import usher.softphone.bulk.BulkAgents;
import usher.softphone.bulk.BulkAgentsPlan;
import usher.softphone.bulk.BulkFleet;
import usher.softphone.chance.Seed;
import usher.softphone.fleet.Names;
import usher.softphone.results.Result;
import usher.softphone.results.ResultFiles;

/** Plain callers of a scenario call plain agents over real sockets, directly. */
@Timeout(120)
class ScenarioCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int softphones(String... arguments) {
    return Softphones.commandLine(
            new PrintWriter(out, true), new PrintWriter(err, true), false, new Interrupt())
        .execute(arguments);
  }

  private static InetSocketAddress free(String host) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(host))) {
      return new InetSocketAddress(InetAddress.ofLiteral(host), socket.getLocalPort());
    }
  }

  private Path scenario(InetSocketAddress server, InetSocketAddress callers, String more)
      throws IOException {
    return Files.writeString(
        directory.resolve("load.yaml"),
        """
        server: 127.0.9.2:%d
        seed: 5
        length: 10s
        callers:
          - { at: "127.0.9.3:%d", to: { a00001: 1, a00002: 1 }, rate: 50, calls: 40%s }
        """
            .formatted(server.getPort(), callers.getPort(), more));
  }

  @Test
  void callsAreMadeCountedAndWritten() throws IOException {
    InetSocketAddress agentsAt = free("127.0.9.2");
    InetSocketAddress callersAt = free("127.0.9.3");
    try (BulkFleet others = BulkFleet.start(callersAt, new Seed(1), 4000)) {
      BulkAgents agents =
          others.agents(BulkAgentsPlan.of(Names.of("a"), 2, "usher.test"), agentsAt);
      Path results = directory.resolve("results");
      int code =
          softphones(
              "scenario",
              scenario(agentsAt, callersAt, ", at-once: 1").toString(),
              "--results",
              results.toString());

      assertThat(code).as("%s%s", out, err).isZero();
      assertThat(out.toString())
          .contains("seed 5\n")
          .containsPattern("answered +40\n")
          .contains("\nall as it should be\n");
      assertThat(others.ask(agents::figures).answered()).isEqualTo(40);
      assertThat(others.ask(agents::isQuiet)).isTrue();
      assertThat(others.ask(agents::doubtful)).as("the callers are not theirs").isEqualTo(40);
      Result result = ResultFiles.read(results).getFirst();
      assertThat(result.scenario()).isEqualTo("load");
      assertThat(result.command())
          .endsWith("load.yaml --results " + directory.resolve("results") + " --seed 5");
      Result.Stretch oracle = result.stretches().getLast();
      assertThat(oracle.name()).isEqualTo("oracle");
      assertThat(oracle.values()).containsEntry("strange_messages", 0.0);
      assertThat(result.stretches().getFirst().values())
          .containsEntry("answered", 40.0)
          .containsKey("answer_p99_ms");
      assertThat(results.resolve("load-1-answer.hgrm")).content().contains("Percentile");
      assertThat(results.resolve("report.html")).content().contains("<svg", "All as it should be");
    }
  }

  @Test
  void aServerThatRefusesMakesTheRunFail() throws IOException {
    InetSocketAddress agentsAt = free("127.0.9.2");
    InetSocketAddress callersAt = free("127.0.9.3");
    try (BulkFleet others = BulkFleet.start(callersAt, new Seed(1), 4000)) {
      others.agents(BulkAgentsPlan.of(Names.of("a"), 2, "usher.test"), agentsAt);
      // Two agents are busy for a second with the first two calls, and refuse the others.
      int code = softphones("scenario", scenario(agentsAt, callersAt, ", talk: 1s").toString());
      assertThat(code).isEqualTo(1);
      assertThat(out.toString())
          .doesNotContainPattern("refused +0\n")
          .containsPattern("NOT AS IT SHOULD BE: callers c: \\d+ calls were refused\n");
    }
  }

  @Test
  void callsThatTheServerHasNoRecordOfAreNoticed() throws IOException {
    InetSocketAddress agentsAt = free("127.0.9.2");
    InetSocketAddress callersAt = free("127.0.9.3");
    Path records = Files.createDirectory(directory.resolve("records"));
    Files.writeString(records.resolve("calls-1.jsonl"), "{}\n".repeat(40));
    try (BulkFleet others = BulkFleet.start(callersAt, new Seed(1), 4000)) {
      others.agents(BulkAgentsPlan.of(Names.of("a"), 2, "usher.test"), agentsAt);
      int code =
          softphones(
              "scenario",
              scenario(agentsAt, callersAt, ", at-once: 1").toString(),
              "--records",
              records.toString());
      assertThat(code).isEqualTo(1);
      assertThat(out.toString())
          .contains("NOT AS IT SHOULD BE: oracle: 40 calls, 0 refused unread, but 0 records");
    }
  }

  @Test
  void aBrokenFileIsToldWithItsPlace() throws IOException {
    Path file = Files.writeString(directory.resolve("load.yaml"), "server: nowhere\n");
    assertThat(softphones("scenario", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("load.yaml:1:9: server is nowhere: expected an address");
    assertThat(softphones("scenario", directory.resolve("none").toString())).isEqualTo(2);
  }
}
