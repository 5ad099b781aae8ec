package usher.perf.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Which processors a process may run on, by {@code taskset} where there is one. */
final class Pins {
  private static final Path TASKSET = Path.of("/usr/bin/taskset");
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Later, Java would say how many we have left ourselves. */
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private Pins() {}

  static boolean possible() {
    return Files.isExecutable(TASKSET) && PROCESSORS > 1;
  }

  /** What a command begins with to run on the first half of the processors. */
  static List<String> firstHalf() {
    return List.of(TASKSET.toString(), "-c", "0-" + (PROCESSORS / 2 - 1));
  }

  /** This process runs on the second half from now on. */
  static void takeSecondHalf() throws IOException {
    pin(PROCESSORS / 2 + "-" + (PROCESSORS - 1));
  }

  /** This process runs anywhere from now on. */
  static void takeAll() throws IOException {
    pin("0-" + (PROCESSORS - 1));
  }

  private static void pin(String processors) throws IOException {
    String self = Long.toString(ProcessHandle.current().pid());
    ProcessBuilder taskset =
        new ProcessBuilder(TASKSET.toString(), "-a", "-c", "-p", processors, self)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    // It complains of threads that end while it looks at all of them.
    var _ = Children.run(taskset, LIMIT);
  }
}
