package usher.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usher.clients.TestAuthority;
import usher.sip.registrar.DigestAlgorithm;

class UsherTest {

  private static final String RIGHT =
      """
      sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] }
      agents: { bob: { password: hush } }
      queues: { sales: {} }
      entries: [ { to: sales, queue: sales } ]
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;

  @Test
  void aConfigurationWithoutMistakesIsAccepted() throws IOException {
    Path file = write(RIGHT);

    assertThat(usher("config", "check", file.toString())).isZero();
    assertThat(out).hasToString(file + ": no mistakes\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatAnAgentHasInsteadOfAPasswordIsPrinted() {
    assertThat(usher("config", "ha1", "alice", "--domain", "usher.test", "--password", "secret"))
        .isZero();
    assertThat(out)
        .hasToString(
            "ha1: { sha-256: \"%s\", md5: \"%s\" }\n"
                .formatted(
                    DigestAlgorithm.SHA_256.ha1("alice", "usher.test", "secret"),
                    DigestAlgorithm.MD5.ha1("alice", "usher.test", "secret")));
  }

  @Test
  void everyMistakeIsALineOnStderr() throws IOException {
    Path file = write(RIGHT.replace("usher.test", "a b").replace("queue: sales", "queue: sells"));

    assertThat(usher("config", "check", file.toString())).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith(file + ":"))
        .allMatch(line -> line.contains(": expected "));
  }

  @Test
  void aServerDoesNotStartWithMistakes() throws IOException {
    Path file = write(RIGHT.replace("sales: {}", "sales: { rign: 15s }"));

    assertThat(usher("serve", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains(":3:20: unknown key \"rign\"", "did you mean \"ring\"?");
  }

  @Test
  void aServerThatCannotStartSaysWhyInOneLine() throws IOException {
    Path file = write(RIGHT);
    Path data = Files.writeString(directory.resolve("data"), "a file");

    assertThat(usher("serve", "--config", file.toString(), "--data", data.toString())).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("usher: ");
  }

  @Test
  void aCertificateThatCannotBeUsedIsToldWhereItStands() throws IOException {
    new TestAuthority(Duration.ofDays(2)).issue("127.0.0.1", directory);
    Path file =
        write(
            RIGHT.replace(
                "1:0\" ]",
                "1:0\", \"tls://127.0.0.1:0\" ], tls: { certificate: chain.pem, key: key.pem }"));
    assertThat(usher("config", "check", file.toString())).isZero();
    assertThat(err.toString()).contains(":1:102: warning: ", "chain.pem is valid only until ");

    new TestAuthority().issue("127.0.0.1", directory);
    err.getBuffer().setLength(0);
    assertThat(usher("config", "check", file.toString())).isZero();
    assertThat(err.toString()).isEmpty();

    Files.delete(directory.resolve("key.pem"));
    assertThat(usher("config", "check", file.toString())).isEqualTo(2);
    assertThat(usher("serve", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith(file + ":1:"))
        .allMatch(line -> line.endsWith("key.pem: cannot be read"));
  }

  @Test
  void aCertificateOfATrunkIsToldWhereItStandsToo() throws IOException {
    new TestAuthority().issue("127.0.0.1", directory);
    Path other = Files.createDirectory(directory.resolve("north"));
    new TestAuthority(Duration.ofDays(2)).issue("127.0.0.1", other);
    Path file =
        write(
            RIGHT.replace(
                    "1:0\" ]",
                    "1:0\", \"tls://127.0.0.1:0\" ], tls: { certificate: chain.pem, key: key.pem }")
                + """
                trunks:
                  - name: north
                    tls: { certificate: north/chain.pem, key: north/key.pem, trusted: north/ca.pem }
                """);
    assertThat(usher("config", "check", file.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith(file + ":").contains("ca.pem: cannot be read");
    assertThat(err.toString()).contains(":7:71: error: ");

    Files.copy(other.resolve("authority.pem"), other.resolve("ca.pem"));
    err.getBuffer().setLength(0);
    assertThat(usher("config", "check", file.toString())).isZero();
    assertThat(err.toString()).contains(":7:25: warning: ", "north/chain.pem is valid only until ");
  }

  @Test
  void helpTellsTheCommandsAndTheExitCodes() {
    assertThat(usher("--help")).isZero();
    assertThat(out.toString()).contains("serve", "config", "Exit codes:", "2   the command line");
    assertThat(usher("serve", "--help")).isZero();
    assertThat(out.toString()).contains("--config=FILE", "--data=DIR", "SIGTERM");
    assertThat(usher("config", "check", "--help")).isZero();
  }

  @Test
  void theVersionIsToldWithTheJavaUnderIt() {
    assertThat(usher("--version")).isZero();
    assertThat(out.toString()).startsWith("usher ").contains("Java 25");
  }

  @Test
  void aWrongCommandLineIsMetWithWhatWouldBeRight() {
    assertThat(usher()).isEqualTo(2);
    assertThat(usher("serve")).isEqualTo(2);
    assertThat(usher("config")).isEqualTo(2);
    assertThat(usher("confg")).isEqualTo(2);
    assertThat(err.toString())
        .contains("Missing required subcommand", "Missing required option: '--config=FILE'")
        .contains("Did you mean: usher config");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("usher.yaml"), text);
  }

  private int usher(String... args) {
    return Usher.commandLine(new PrintWriter(out, true), new PrintWriter(err, true)).execute(args);
  }
}
