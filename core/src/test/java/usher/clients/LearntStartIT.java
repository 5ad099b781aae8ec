package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one JVM has learnt, the next one begins with. */
class LearntStartIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** With this the JVM refuses to start where it cannot use what it was given. */
  private static final String WITH_IT_ONLY = "-XX:AOTMode=on";

  @TempDir Path home;
  private int runs;

  /** A distribution of its own, which the others' starts do not see. */
  @BeforeEach
  void unpack() throws IOException {
    Path lib = Files.createDirectory(home.resolve("lib"));
    try (Stream<Path> jars = Files.list(ServerProcess.DISTRIBUTION.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, lib.resolve(jar.getFileName()));
      }
    }
    Files.createDirectory(home.resolve("bin"));
    Files.copy(
        ServerProcess.DISTRIBUTION.resolve("bin/usher"),
        home.resolve("bin/usher"),
        StandardCopyOption.COPY_ATTRIBUTES);
  }

  private int version(String options) {
    List<String> command = List.of(home.resolve("bin/usher").toString(), "--version");
    try (ChildProcess run =
        ChildProcess.start("run" + runs++, home, command, Map.of("USHER_OPTS", options))) {
      return run.awaitExit(LIMIT);
    }
  }

  @Test
  void theLauncherTakesWhatAnEarlierStartHasLeft() {
    assertThat(version("-XX:AOTCacheOutput=" + home.resolve("lib/usher.aot"))).isZero();
    assertThat(version(WITH_IT_ONLY)).isZero();
  }

  @Test
  void whatCannotBeUsedIsNoReasonNotToStart() throws IOException {
    Files.writeString(home.resolve("lib/usher.aot"), "of another JVM");
    assertThat(version(WITH_IT_ONLY)).isNotZero();
    assertThat(version("")).isZero();
  }
}
