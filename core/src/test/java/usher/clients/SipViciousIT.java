package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tools with which phone systems are searched for names and passwords find neither. */
@Timeout(120)
class SipViciousIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** In this order svcrack would come to it after more tries than anybody has. */
  private static final String PASSWORD = "190";

  private static final String FAR = "100-220";
  private static final String NEAR = "189-191";
  private static final int TRIES_MAX = 20;
  private static final String NAME = "1004";

  @TempDir Path directory;

  /** From a port of its own: answers that are repeated for one must not be taken for the next's. */
  private ChildProcess run(Tools tool, Centre centre, String... options) {
    List<String> command =
        new ArrayList<>(List.of(tool.path(), "-P", Integer.toString(Loopback.portPair())));
    command.addAll(List.of(options));
    command.addAll(List.of("-p", Integer.toString(centre.server("udp").port()), centre.address()));
    Map<String, String> home = Map.of("HOME", directory.toString());
    return ChildProcess.start(tool.name(), directory, command, home);
  }

  @Test
  void namesAreNotFound() {
    Centre centre = new Centre().md5().registering(NAME, Centre.freshPassword());
    try (ServerProcess _ = ServerProcess.start(directory, centre)) {
      for (String method : List.of("REGISTER", "INVITE", "OPTIONS")) {
        try (ChildProcess svwar = run(Tools.SVWAR, centre, "-m", method, "-e", "1000-1008", "-v")) {
          svwar.awaitExit(LIMIT);
          assertThat(svwar.output())
              .as(method)
              .contains("found nothing")
              .doesNotContain("Traceback");
        }
      }
    }
  }

  @Test
  void passwordsAreNotFoundAndWhoLivesBesideTheSearcherIsServed() {
    Centre centre =
        new Centre()
            .md5()
            .registering(NAME, PASSWORD)
            .registering("1005", PASSWORD)
            .registering("carol", "hush");
    try (ServerProcess server = ServerProcess.start(directory, centre)) {
      assertThat(cracked(centre, "1005", FAR)).doesNotContain(PASSWORD + "|");
      server.awaitLog("too many wrong passwords from", SECOND);
      assertThat(server.log().lines().filter(line -> line.endsWith(" refused")))
          .hasSizeLessThan(TRIES_MAX);
      carolTakesACall(server);
      assertThat(cracked(centre, NAME, NEAR)).as("that it can be found").contains(PASSWORD + "|");
    }
  }

  /** What svcrack says that it has found, in a table whose cells end with a bar. */
  private String cracked(Centre centre, String user, String range) {
    try (ChildProcess svcrack = run(Tools.SVCRACK, centre, "-u", user, "-r", range)) {
      svcrack.awaitExit(LIMIT);
      assertThat(svcrack.output()).doesNotContain("Traceback");
      return svcrack.output().replace(" ", "");
    }
  }

  private void carolTakesACall(ServerProcess server) {
    try (Baresip carol = Baresip.start(directory, "carol", new Tone(1_700));
        Baresip alice = Baresip.start(directory, "alice", new Tone(1_140)).through(server.udp())) {
      carol.registerAt(server.udp(), "hush");
      alice.dial(Centre.SALES);
      carol.awaitIncoming();
      carol.accept();
      alice.awaitHeard(carol.tone(), SECOND);
    }
  }
}
