package usher.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that a test started: no input, its output in a file, ended by its own id at the latest
 * when the test ends.
 */
final class ChildProcess implements AutoCloseable {
  /** How much of a log a failure shows. */
  private static final int TAIL_CHARS = 12_000;

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Process process;
  private final Path log;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts {@code command} in {@code directory}; its output goes to {@code name.log} there. */
  static ChildProcess start(
      String name, Path directory, List<String> command, Map<String, String> environment) {
    Path log = directory.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    try {
      return new ChildProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String output() {
    return Texts.read(log);
  }

  /** The end of the output, for a failure's message. */
  String tail() {
    String output = output();
    return "\n--- " + log + "\n" + output.substring(Math.max(0, output.length() - TAIL_CHARS));
  }

  /** Waits until a line of the output is {@code line}. */
  void awaitLine(String line, Duration limit) {
    Await.until(() -> hasLine(line) || !isAlive(), limit, () -> "no line '" + line + "'" + tail());
    if (!hasLine(line)) {
      throw new AssertionError("Ended without the line '" + line + "'" + tail());
    }
  }

  private boolean hasLine(String line) {
    return output().lines().anyMatch(line::equals);
  }

  /** Waits for the program to end by itself; its exit code. */
  int awaitExit(Duration limit) {
    if (!exited(limit)) {
      throw new AssertionError("Still running after " + limit + tail());
    }
    return process.exitValue();
  }

  private boolean exited(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Sends a signal by name, such as {@code TERM} or {@code USR1}. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGTERM, and SIGKILL when that is not enough. */
  @Override
  public void close() {
    process.destroy();
    if (!exited(PATIENCE)) {
      process.destroyForcibly();
      exited(PATIENCE);
    }
  }
}
