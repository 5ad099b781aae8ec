package usher.perf.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes that this program has started, and directories of theirs: none of them stays behind,
 * whether it ends by itself, by Ctrl-C, by SIGTERM or by a failure.
 */
final class Children {
  private static final Logger LOG = LoggerFactory.getLogger(Children.class);
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(2);

  private static final Children OURS = new Children();

  private final Set<Process> processes = new LinkedHashSet<>();
  private final Set<Path> directories = new LinkedHashSet<>();
  private boolean ending;

  private Children() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "children"));
  }

  /**
   * Starts a process.
   *
   * @throws IOException where it cannot be started, or this program ends
   */
  static Process start(ProcessBuilder builder) throws IOException {
    return OURS.started(builder);
  }

  private synchronized Process started(ProcessBuilder builder) throws IOException {
    if (ending) {
      throw new IOException("interrupted");
    }
    processes.removeIf(process -> !process.isAlive());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /**
   * Runs a process to its end; one that lasts longer is killed.
   *
   * @return whether it ended by itself, and well
   */
  static boolean run(ProcessBuilder builder, Duration limit) throws IOException {
    Process process = start(builder);
    try {
      return Waiting.forEnd(process, limit) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  /** A new directory that goes when this program does, if nobody takes it away before. */
  static Path directory() throws IOException {
    Path directory = Files.createTempDirectory("usher-perf");
    synchronized (OURS) {
      OURS.directories.add(directory);
    }
    return directory;
  }

  /** It stays, for whoever wants to read it. */
  static void keep(Path directory) {
    synchronized (OURS) {
      OURS.directories.remove(directory);
    }
  }

  /** Takes a directory away with all that is in it. */
  static void delete(Path directory) throws IOException {
    keep(directory);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void end() {
    List<Process> alive;
    List<Path> left;
    synchronized (this) {
      ending = true;
      alive = List.copyOf(processes);
      left = List.copyOf(directories);
    }
    alive.forEach(Process::destroyForcibly);
    alive.forEach(process -> Waiting.forEnd(process, KILLED_WITHIN));
    left.forEach(Children::tryToDelete);
  }

  private static void tryToDelete(Path directory) {
    try {
      delete(directory);
    } catch (IOException e) {
      LOG.warn("{} stays behind", directory, e);
    }
  }
}
