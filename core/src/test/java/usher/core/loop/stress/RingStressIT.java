package usher.core.loop.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every JCStress test of this package for a short time, each in several JVMs. */
class RingStressIT {
  private static final long AT_MOST_S = 180;

  @Test
  void twoProcessorsSeeNothingForbidden(@TempDir Path results) throws Exception {
    Path log = results.resolve("jcstress.log");
    Process jcstress = start(results, log);
    boolean ended = jcstress.waitFor(AT_MOST_S, TimeUnit.SECONDS);
    jcstress.descendants().forEach(ProcessHandle::destroyForcibly);
    jcstress.destroyForcibly();

    String told = Files.readString(log);
    assertThat(ended).as(told).isTrue();
    assertThat(jcstress.exitValue()).as(told).isZero();
    assertThat(told).contains("Failed tests: No matches", "Error tests: No matches");
    assertThat(told)
        .as("that it sees what two producers in one ring do")
        .contains("Interesting tests: 1 matching");
    for (String test : tests()) {
      assertThat(told).as("it ran").contains(test);
    }
  }

  private static Process start(Path results, Path log) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.openjdk.jcstress.Main",
            "-t",
            "usher.core.loop.stress",
            "-m",
            "quick",
            "-v",
            "-f",
            "1",
            "-fsm",
            "1",
            "-iters",
            "1",
            "-time",
            "100",
            "-sc",
            "false")
        .directory(results.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static List<String> tests() throws IOException {
    Path sources = Path.of("src/test/java/usher/core/loop/stress");
    try (Stream<Path> files = Files.list(sources)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Stress.java"))
          .map(name -> name.replace(".java", ""))
          .toList();
    }
  }
}
