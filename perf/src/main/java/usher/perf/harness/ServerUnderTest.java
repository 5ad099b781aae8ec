package usher.perf.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import usher.core.record.CallRecord;

/** The packaged server in a process of its own, started as an operator would. */
final class ServerUnderTest implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(90);
  private static final long LOOK_MS = 50;
  private static final String LAST_WORDS = "at the end: ";
  private static final Pattern FIGURE = Pattern.compile("([a-z-]+)=(\\d+)");

  private final Path directory;
  private final ServerConfig config;
  private final Process process;
  private final GcLog gc;

  private ServerUnderTest(Path directory, ServerConfig config, Process process) {
    this.directory = directory;
    this.config = config;
    this.process = process;
    this.gc = new GcLog(directory.resolve("gc.log"));
  }

  /**
   * Starts it and waits until it takes calls.
   *
   * @param launcher the distribution's {@code bin/usher}
   * @param directory for its files, empty
   * @param prefix what the command begins with, to pin it to processors
   */
  static ServerUnderTest start(
      Path launcher, Path directory, ServerConfig config, List<String> prefix) throws IOException {
    Files.writeString(directory.resolve("usher.yaml"), config.yaml(0));
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(launcher.toAbsolutePath().toString(), "serve", "--config"));
    command.add(directory.resolve("usher.yaml").toString());
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("USHER_JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .merge("USHER_OPTS", "-Xlog:gc:file=gc.log", (own, ours) -> own + " " + ours);
    builder.redirectOutput(directory.resolve("server.out").toFile());
    builder.redirectError(directory.resolve("server.log").toFile());
    Process process = Children.start(builder);
    ServerUnderTest server = new ServerUnderTest(directory, config, process);
    server.awaitReady();
    server.refuseWrapper();
    return server;
  }

  private void awaitReady() throws IOException {
    long endNs = System.nanoTime() + READY_WITHIN.toNanos();
    while (!Files.readString(directory.resolve("server.out")).startsWith("ready")) {
      if (!process.isAlive() || System.nanoTime() - endNs > 0) {
        process.destroyForcibly();
        throw new IOException(
            "the server did not start: " + Files.readString(directory.resolve("server.log")));
      }
      Waiting.pause(LOOK_MS);
    }
  }

  /** It would be measured in the place of the server. */
  private void refuseWrapper() throws IOException {
    if (process.children().findAny().isPresent()) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroyForcibly();
      throw new IOException("the server runs as a child of its launcher, which has to exec it");
    }
  }

  long pid() {
    return process.pid();
  }

  ServerConfig config() {
    return config;
  }

  GcLog gc() {
    return gc;
  }

  Usage usage() throws IOException {
    return Usage.of(pid());
  }

  /** Collects all garbage, and says what is left, in MB. */
  double heapMb() throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    ProcessBuilder collecting =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid()), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return Children.run(collecting, READY_WITHIN) ? gc.heapMb() : Double.NaN;
  }

  /** Edits the rules, as an editor does: all of it at once. */
  void edit(int version) throws IOException {
    Path written = directory.resolve("usher.yaml.new");
    Files.writeString(written, config.yaml(version));
    Files.move(written, directory.resolve("usher.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  // ---- the end

  /** Lets it end as an operator would. */
  void stop() throws IOException {
    process.destroy();
    if (!Waiting.forEnd(process, STOPPED_WITHIN)) {
      process.destroyForcibly();
      throw new IOException("the server did not stop within " + STOPPED_WITHIN.toSeconds() + " s");
    }
  }

  /** What it said of calls and agents in the end, by name; empty where it said nothing. */
  Map<String, Long> lastWords() throws IOException {
    Map<String, Long> figures = new HashMap<>();
    try (Stream<String> lines = Files.lines(directory.resolve("server.log"))) {
      lines.filter(line -> line.contains(LAST_WORDS)).forEach(line -> read(line, figures));
    }
    return figures;
  }

  private static void read(String line, Map<String, Long> figures) {
    Matcher figure = FIGURE.matcher(line);
    while (figure.find()) {
      figures.put(figure.group(1), Long.parseLong(figure.group(2)));
    }
  }

  /** Lines of its log that are warnings, or worse. */
  long complaints() throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("server.log"))) {
      return lines.filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")).count();
    }
  }

  /**
   * Its records, counted.
   *
   * @param all one for each call
   * @param answered of these, with an agent
   * @param newestRules the highest version of rules that let a call in
   */
  record Records(long all, long answered, long newestRules) {
    private Records plus(CallRecord record) {
      return new Records(
          all + 1,
          answered + (record.answeredMs() == null ? 0 : 1),
          Math.max(newestRules, record.rules()));
    }
  }

  /** Reads all its records. */
  Records records() throws IOException {
    Records sum = new Records(0, 0, 0);
    Path records = directory.resolve("data/records");
    if (!Files.isDirectory(records)) {
      return sum;
    }
    try (Stream<Path> files = Files.list(records)) {
      for (Path file : files.sorted().toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          for (String line : (Iterable<String>) lines::iterator) {
            sum = sum.plus(CallRecord.fromJson(line));
          }
        }
      }
    }
    return sum;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
