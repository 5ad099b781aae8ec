package usher.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static usher.core.journal.Journals.SEED;
import static usher.core.journal.Journals.SEGMENT_BYTES;
import static usher.core.journal.Journals.config;
import static usher.core.journal.Journals.eventually;
import static usher.core.journal.Journals.payload;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SegmentJournalTest {

  private static final int TYPE = 99;

  @TempDir Path directory;

  @Test
  void whatIsAppendedIsReadBackWithItsTimes() throws IOException {
    try (SegmentJournal journal = Journals.open(directory)) {
      assertThat(journal.append(7, payload("one"), 10, 1_000)).isTrue();
      assertThat(journal.append(8, payload(""), 20, 1_001)).isTrue();

      assertThat(Journals.read(directory))
          .as("readable while it is open")
          .containsExactly(
              new JournalEntry(1, 10, 1_000, 7, payload("one")),
              new JournalEntry(2, 20, 1_001, 8, payload("")));
    }
    assertThat(Journals.read(directory)).hasSize(2);
  }

  @Test
  void aRecordIsReadBackAsWhatItWas() throws IOException {
    JournalRecord record = new JournalRecord.OfferMade(5, 6, "alice", "sales");
    try (SegmentJournal journal = Journals.open(directory)) {
      assertThat(journal.append(record, 1, 2)).isTrue();
    }

    assertThat(Journals.read(directory)).first().returns(record, JournalEntry::decode);
  }

  @Test
  void theNextRunGoesOnInANewSegment() throws IOException {
    for (int run = 1; run <= 3; run++) {
      try (SegmentJournal journal = Journals.open(directory)) {
        journal.append(TYPE, payload("run " + run), run, run);
      }
    }

    assertThat(Journals.read(directory))
        .extracting(JournalEntry::sequence, Journals::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, "run 1"),
            org.assertj.core.groups.Tuple.tuple(2L, "run 2"),
            org.assertj.core.groups.Tuple.tuple(3L, "run 3"));
    assertThat(segments()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aRunWithoutRecordsLeavesNoGap() throws IOException {
    Journals.open(directory).close();
    try (SegmentJournal journal = Journals.open(directory)) {
      journal.append(TYPE, payload("x"), 1, 1);
    }
    Journals.open(directory).close();
    try (SegmentJournal journal = Journals.open(directory)) {
      journal.append(TYPE, payload("y"), 1, 1);
    }

    assertThat(Journals.read(directory)).extracting(JournalEntry::sequence).containsExactly(1L, 2L);
  }

  @Test
  void fullSegmentsGiveWayToPreparedOnes() throws IOException {
    int count = 2_000;
    try (SegmentJournal journal = Journals.open(directory)) {
      for (int i = 1; i <= count; i++) {
        journal.append(TYPE, payload("record " + i), i, i);
        eventually(journal::available);
      }
      assertThat(journal.figures().dropped()).isZero();
    }

    List<JournalEntry> entries = Journals.read(directory);
    assertThat(entries).hasSize(count).last().returns("record 2000", Journals::text);
    assertThat(segments()).hasSizeGreaterThan(5);
  }

  @Test
  void onlySoManySegmentsAreKept() throws IOException {
    try (SegmentJournal journal = SegmentJournal.open(directory, config(5), SEED, 1)) {
      for (int i = 1; i <= 5_000; i++) {
        journal.append(TYPE, payload("record " + i), i, i);
        eventually(journal::available);
      }
      assertThat(segments()).hasSizeLessThanOrEqualTo(5);
    }

    List<JournalEntry> kept = Journals.read(directory);
    assertThat(kept.getFirst().sequence()).isGreaterThan(1);
    assertThat(kept.getLast().sequence()).isEqualTo(5_000);
  }

  @Test
  void oneForceCoversAllThatWasAppendedMeanwhile() throws IOException {
    try (SegmentJournal journal = Journals.open(directory)) {
      int count = 0;
      while (journal.figures().forces() < 5) {
        for (int i = 0; i < 100 && count < 100_000; i++, count++) {
          journal.append(TYPE, payload("x"), 1, 1);
        }
        eventually(journal::available);
      }
      long appended = journal.figures().lastSequence();
      eventually(() -> journal.figures().forcedSequence() == appended);

      assertThat(journal.figures().forces()).isLessThan(appended / 10);
      assertThat(journal.figures().failedForces()).isZero();
    }
  }

  @Test
  void onlyOneServerUsesADirectory() throws IOException {
    try (SegmentJournal first = Journals.open(directory)) {
      assertThatThrownBy(() -> Journals.open(directory))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another server uses");
      assertThat(first.available()).isTrue();
    }
    Journals.open(directory).close();
  }

  @Test
  void theFilesAreForTheirOwnerOnly() throws IOException {
    Path inner = directory.resolve("a/journal");
    Journals.open(inner).close();

    assertThat(Files.getPosixFilePermissions(inner))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(inner.resolve("0000000001.seg")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aClosedJournalIsCutToItsRecordsAndTakesNoMore() throws IOException {
    SegmentJournal journal = Journals.open(directory);
    journal.append(TYPE, payload("12345678"), 1, 1);
    journal.close();
    journal.close();

    int length = SegmentHeader.BYTES + RecordFormat.padded(RecordFormat.PAYLOAD + 8);
    assertThat(Files.size(directory.resolve("0000000001.seg"))).isEqualTo(length);
    assertThat(segments()).as("the prepared one is gone").containsExactly(1L);
    assertThatThrownBy(() -> journal.append(TYPE, payload("x"), 1, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSegmentThatWasPreparedAndNeverUsedIsRemovedAtTheNextStart() throws IOException {
    try (SegmentJournal journal = Journals.open(directory)) {
      journal.append(TYPE, payload("x"), 1, 1);
    }
    Files.write(directory.resolve("0000000007.seg"), new byte[SEGMENT_BYTES]);

    try (SegmentJournal journal = Journals.open(directory)) {
      journal.append(TYPE, payload("y"), 1, 1);
    }

    assertThat(segments()).containsExactly(1L, 2L);
    assertThat(Journals.read(directory)).hasSize(2);
  }

  @Test
  void aPayloadThatIsTooLargeIsTheCallersMistake() throws IOException {
    int max = Segment.payloadMax(SEGMENT_BYTES);
    try (SegmentJournal journal = Journals.open(directory)) {
      assertThat(journal.append(TYPE, ByteBuffer.allocate(max), 1, 1)).isTrue();
      assertThatThrownBy(() -> journal.append(TYPE, ByteBuffer.allocate(max + 1), 1, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Journals.read(directory)).hasSize(1);
  }

  @Test
  void appendingMakesNoGarbage() throws IOException {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    ByteBuffer payload = ByteBuffer.allocateDirect(600);
    var large = new usher.core.config.JournalConfig(Journals.SYNC, 32 << 20, 1L << 30);
    try (SegmentJournal journal = SegmentJournal.open(directory, large, SEED, 1)) {
      append(journal, payload, 20_000);
      long before = threads.getCurrentThreadAllocatedBytes();
      append(journal, payload, 20_000);
      long garbage = threads.getCurrentThreadAllocatedBytes() - before;

      assertThat(garbage).as("bytes for 20,000 records").isLessThan(1_000);
    }
  }

  private static void append(SegmentJournal journal, ByteBuffer payload, int count) {
    for (int i = 0; i < count; i++) {
      if (!journal.append(TYPE, payload, i, i) || !journal.available()) {
        throw new AssertionError("no room at " + i);
      }
    }
  }

  private List<Long> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.flatMap(file -> SegmentFiles.number(file).stream()).sorted().toList();
    }
  }
}
