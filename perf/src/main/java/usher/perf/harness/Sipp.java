package usher.perf.harness;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/** SIPp, a generator of calls that is none of ours, and the check on ours. */
final class Sipp {
  private static final Path PROGRAM = Path.of("/usr/bin/sipp");
  private static final int DIGITS = 3;
  private static final double US_PER_MS = 1e3;
  private static final String AT_ONCE = "10000";
  private static final String BUFFER_BYTES = "2097152";

  /** A call that is not over by then has failed. */
  private static final String CALL_MS = "20000";

  /** Columns of a line of the file of response times. */
  private static final int RESPONSE_MS = 1;

  private final Path directory;

  Sipp(Path directory) {
    this.directory = directory;
  }

  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /** Starts agents who answer at once, as many as are called. */
  Process agents(InetSocketAddress at) throws IOException {
    return start("agent", at, List.of());
  }

  /** Starts callers who hang up as soon as they are answered. */
  Process callers(
      InetSocketAddress at, InetSocketAddress server, String queue, double perS, long calls)
      throws IOException {
    return start(
        "caller",
        at,
        List.of(
            server.getAddress().getHostAddress() + ":" + server.getPort(),
            "-s",
            queue,
            "-r",
            Double.toString(perS),
            "-m",
            Long.toString(calls),
            "-recv_timeout",
            CALL_MS,
            "-trace_rtt",
            "-rtt_freq",
            "20"));
  }

  private Process start(String role, InetSocketAddress at, List<String> more) throws IOException {
    Path scenario = directory.resolve("sipp-" + role + ".xml");
    try (InputStream ours = Sipp.class.getResourceAsStream(scenario.getFileName().toString())) {
      Files.copy(Objects.requireNonNull(ours, "a resource of ours"), scenario);
    }
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(more);
    command.addAll(List.of("-sf", scenario.toString(), "-nostdin"));
    command.addAll(List.of("-i", at.getAddress().getHostAddress()));
    command.addAll(List.of("-p", Integer.toString(at.getPort()), "-l", AT_ONCE));
    command.addAll(List.of("-buff_size", BUFFER_BYTES));
    command.addAll(List.of("-trace_stat", "-fd", "1", "-stf", role + ".csv"));
    return Children.start(
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD));
  }

  /**
   * What callers or agents counted.
   *
   * @param column such as {@code SuccessfulCall(C)}
   */
  long count(String role, String column) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(role + ".csv"));
    int index = List.of(lines.getFirst().split(";", -1)).indexOf(column);
    return Long.parseLong(lines.getLast().split(";", -1)[index]);
  }

  /** From callers' INVITEs to their answers, in us. */
  Histogram answersUs() throws IOException {
    Histogram answers = new Histogram(DIGITS);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*_rtt.csv")) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          if (!line.isEmpty() && Character.isDigit(line.charAt(0))) {
            double ms = Double.parseDouble(line.split(";", -1)[RESPONSE_MS]);
            answers.recordValue((long) (ms * US_PER_MS));
          }
        }
      }
    }
    return answers;
  }

  /** Ends agents: they would wait for calls for ever. */
  static void end(Process process, Duration limit) {
    process.destroy();
    if (!Waiting.forEnd(process, limit)) {
      process.destroyForcibly();
    }
  }
}
