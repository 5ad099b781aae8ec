package usher.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import usher.core.config.JournalConfig;

/** What the tests of the journal share. */
final class Journals {

  static final int SEGMENT_BYTES = 16 << 10;
  static final Duration SYNC = Duration.ofMillis(1);
  static final Seed SEED = new Seed(1, 2, 3, 4);

  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
  private static final long LOOK_NS = TimeUnit.MICROSECONDS.toNanos(200);

  private Journals() {}

  static JournalConfig config(int keep) {
    return new JournalConfig(SYNC, SEGMENT_BYTES, (long) keep * SEGMENT_BYTES);
  }

  static SegmentJournal open(Path directory) throws IOException {
    return SegmentJournal.open(directory, config(1_000), SEED, 1_000);
  }

  static ByteBuffer payload(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(JournalEntry entry) {
    return StandardCharsets.UTF_8.decode(entry.payload().duplicate()).toString();
  }

  /** Everything in the directory, which must be undamaged. */
  static List<JournalEntry> read(Path directory) throws IOException {
    List<JournalEntry> entries = new ArrayList<>();
    assertThat(JournalReader.read(directory, entries::add).damage()).isEmpty();
    return entries;
  }

  static void eventually(BooleanSupplier condition) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - startNs).as("ns waited").isLessThan(PATIENCE_NS);
      LockSupport.parkNanos(LOOK_NS);
    }
  }
}
