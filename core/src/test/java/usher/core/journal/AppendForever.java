package usher.core.journal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import usher.core.config.JournalConfig;

/** A process that appends until it is killed, and says after each record that it was appended. */
final class AppendForever {

  static final int TYPE = 99;

  private AppendForever() {}

  public static void main(String[] args) throws IOException {
    // A force only once in ten seconds: what survives a kill does so without one.
    JournalConfig config = new JournalConfig(Duration.ofSeconds(10), 1 << 20, 64L << 20);
    PrintStream acknowledge = System.out;
    SegmentJournal journal = SegmentJournal.open(Path.of(args[0]), config, Journals.SEED, 1);
    for (long i = Long.parseLong(args[1]) + 1; ; i++) {
      ByteBuffer payload = payload(i);
      while (!journal.available()) {
        Thread.onSpinWait();
      }
      if (!journal.append(TYPE, payload, i, i)) {
        throw new IllegalStateException("no room");
      }
      acknowledge.println(i);
    }
  }

  /** A payload that says whose it is from beginning to end. */
  static ByteBuffer payload(long i) {
    ByteBuffer payload = ByteBuffer.allocate(8 * (int) (1 + i % 100));
    while (payload.hasRemaining()) {
      payload.putLong(i);
    }
    return payload.flip();
  }
}
