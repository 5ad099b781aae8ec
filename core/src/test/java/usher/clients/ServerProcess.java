package usher.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The packaged server in a process of its own, started and stopped as an operator would. */
final class ServerProcess implements AutoCloseable {
  /** Where the build of this module leaves the distribution. */
  static final Path DISTRIBUTION = Path.of("target", "usher").toAbsolutePath();

  static final Path EXAMPLE_CONFIG = DISTRIBUTION.resolve("conf/usher.yaml");
  private static final Path LAUNCHER = DISTRIBUTION.resolve("bin/usher");

  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Path directory;
  private final SipServer server;
  private final ChildProcess process;

  private ServerProcess(Path directory, SipServer server, ChildProcess process) {
    this.directory = directory;
    this.server = server;
    this.process = process;
  }

  /**
   * Starts a server for {@code centre} with its files in {@code directory} and waits until it takes
   * calls.
   */
  static ServerProcess start(Path directory, Centre centre) {
    Path config = directory.resolve("usher.yaml");
    Texts.write(config, centre.yaml());
    ChildProcess process =
        usher(directory, "serve", "--config", config.toString(), "--data", data(directory));
    try {
      process.awaitLine("ready", START_LIMIT);
    } catch (AssertionError failed) {
      process.close();
      throw failed;
    }
    return new ServerProcess(directory, centre.server("udp"), process);
  }

  /** Runs the command line in {@code directory}. */
  static ChildProcess usher(Path directory, String... arguments) {
    if (!Files.isExecutable(LAUNCHER)) {
      throw new AssertionError("No " + LAUNCHER + ": mvn package makes it");
    }
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    return ChildProcess.start("usher", directory, command, Map.of());
  }

  private static String data(Path directory) {
    return directory.resolve("data").toString();
  }

  /** Where it takes calls over UDP. */
  SipServer udp() {
    return server;
  }

  /** The records of the calls that have ended, in the order of the files. */
  List<RecordedCall> records() {
    Path records = Path.of(data(directory), "records");
    if (!Files.isDirectory(records)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(records)) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .sorted()
          .flatMap(file -> wholeLines(Texts.read(file)))
          .map(line -> new RecordedCall(JsonMapper.shared().readTree(line)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the line that the server may just be writing. */
  private static Stream<String> wholeLines(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1).lines();
  }

  /** Waits for the record of the only call there has been. */
  RecordedCall awaitRecord() {
    List<RecordedCall> all = awaitRecords(1);
    if (all.size() > 1) {
      throw new AssertionError("One record, but " + all + tail());
    }
    return all.getFirst();
  }

  /** Waits until there are records of {@code count} calls, and returns them. */
  List<RecordedCall> awaitRecords(int count) {
    Await.until(
        () -> records().size() >= count,
        Baresip.LIMIT,
        () -> count + " records, but " + records() + tail());
    return records();
  }

  /** Edits the configuration while the server runs, as an editor does: all of it at once. */
  void edit(UnaryOperator<String> change) {
    Path config = directory.resolve("usher.yaml");
    Path written = directory.resolve("usher.yaml.new");
    Texts.write(written, change.apply(Texts.read(config)));
    try {
      Files.move(written, config, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the log says something. */
  void awaitLog(String words, Duration limit) {
    Await.until(() -> process.output().contains(words), limit, () -> "no '" + words + "'" + tail());
  }

  /** How many files and sockets the process has open. */
  int openFiles() {
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return (int) all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void terminate() {
    process.signal("TERM");
  }

  int awaitExit(Duration limit) {
    return process.awaitExit(limit);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** All that the server has written. */
  String log() {
    return process.output();
  }

  /** The end of the server's log, for a failure's message. */
  String tail() {
    return process.tail();
  }

  @Override
  public void close() {
    process.close();
  }
}
