package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types. */
class CommandLineIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int WRONG_CONFIGURATION = 2;

  @TempDir Path directory;

  @Test
  void aConfigurationWithoutMistakesIsAccepted() {
    Path file = config(new Centre().registering("bob", Centre.freshPassword()).yaml());
    try (ChildProcess check = ServerProcess.usher(directory, "config", "check", file.toString())) {
      assertThat(check.awaitExit(LIMIT)).as(check::output).isZero();
    }
  }

  @Test
  void theExampleInTheDistributionIsAccepted() {
    try (ChildProcess check =
        ServerProcess.usher(
            directory, "config", "check", ServerProcess.EXAMPLE_CONFIG.toString())) {
      assertThat(check.awaitExit(LIMIT)).as(check::output).isZero();
    }
  }

  @Test
  void everyMistakeIsToldWithItsPlaceAndWhatWasExpected() {
    Path file =
        config(
            """
            sip:
              domain: usher.test
              listen: [ "udp://127.0.0.1:5060" ]
              colour: green
            agents:
              bob: { password: very-secret-1, skills: { sales: many } }
            queues:
              sales: { needs: { sales: 1 }, ring: soon }
            entries:
              - { to: sales, queue: sails }
            """);
    try (ChildProcess check = ServerProcess.usher(directory, "config", "check", file.toString())) {
      assertThat(check.awaitExit(LIMIT)).isEqualTo(WRONG_CONFIGURATION);
      assertThat(check.output())
          .contains(file + ":4:3: ", file + ":6:", file + ":8:", file + ":10:", "expected")
          .doesNotContain("very-secret-1");
    }
  }

  @Test
  void aServerDoesNotStartWithMistakes() {
    Path file = config("sip: { domain: usher.test }\n");
    try (ChildProcess serve =
        ServerProcess.usher(directory, "serve", "--config", file.toString())) {
      assertThat(serve.awaitExit(LIMIT)).isEqualTo(WRONG_CONFIGURATION);
      assertThat(serve.output()).contains(file + ":1:").doesNotContain("ready");
    }
  }

  private Path config(String yaml) {
    Path file = directory.resolve("usher.yaml");
    Texts.write(file, yaml);
    return file;
  }
}
