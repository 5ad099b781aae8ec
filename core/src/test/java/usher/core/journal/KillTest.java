package usher.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process, really killed. */
@Timeout(120)
class KillTest {

  private static final int KILLS = 3;
  private static final int ACKNOWLEDGED = 10_000;

  @TempDir Path directory;

  @Test
  void whatWasAppendedOutlivesAKill9() throws IOException, InterruptedException {
    long acknowledged = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      long found = Journals.read(directory).size();
      acknowledged = appendAndKill(found);

      List<JournalEntry> entries = Journals.read(directory);

      assertThat((long) entries.size()).isGreaterThanOrEqualTo(acknowledged);
      for (int i = 0; i < entries.size(); i++) {
        assertThat(entries.get(i).sequence()).isEqualTo(i + 1);
        assertThat(entries.get(i).payload()).isEqualTo(AppendForever.payload(i + 1));
      }
    }
    assertThat(acknowledged).isGreaterThanOrEqualTo((long) KILLS * ACKNOWLEDGED);
  }

  /** The last number that the process wrote before it died. */
  private long appendAndKill(long after) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AppendForever.class.getName(),
                directory.toString(),
                Long.toString(after))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long last = after;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = Long.parseLong(line);
        if (last == after + ACKNOWLEDGED) {
          // Not through the process itself, which would close the pipe unread.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.toHandle().destroyForcibly();
    }
    assertThat(process.waitFor()).as("killed by signal 9").isEqualTo(128 + 9);
    return last;
  }
}
