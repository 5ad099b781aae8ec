package usher.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static usher.core.journal.Journals.SEED;
import static usher.core.journal.Journals.SEGMENT_BYTES;
import static usher.core.journal.Journals.config;
import static usher.core.journal.Journals.eventually;
import static usher.core.journal.Journals.payload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import usher.core.journal.JournalReader.Damage;

/** What happens when the device has no room, or refuses. */
@Timeout(60)
class FullDiskTest {

  private static final int TYPE = 99;
  private static final ByteBuffer RECORD = ByteBuffer.allocate(1_000 - RecordFormat.PAYLOAD);
  private static final int RECORDS_IN_A_SEGMENT = (SEGMENT_BYTES - SegmentHeader.BYTES) / 1_000;

  @TempDir Path directory;
  private FakeDisk disk;

  @BeforeEach
  void diskWithRoomForOne() {
    disk = new FakeDisk(directory);
    disk.room.release();
  }

  /** A disk that has room when the test says so. */
  private static final class FakeDisk implements SegmentFiles {
    final Semaphore room = new Semaphore(0);
    final Semaphore refused = new Semaphore(0);
    volatile boolean broken;

    private final Path directory;
    private final SegmentFiles files;

    FakeDisk(Path directory) {
      this.directory = directory;
      this.files = new DiskSegmentFiles(directory, SEGMENT_BYTES);
    }

    @Override
    public SortedMap<Long, Path> list() throws IOException {
      return files.list();
    }

    @Override
    public Segment create(long number) throws IOException {
      if (!room.tryAcquire()) {
        refused.release();
        throw new IOException("No space left on device");
      }
      Path file = directory.resolve(SegmentFiles.name(number));
      Files.write(file, new byte[SEGMENT_BYTES]);
      return new Segment(file, number, map(file)) {
        @Override
        void force() {
          if (broken) {
            throw new UncheckedIOException(new IOException("Input/output error"));
          }
          super.force();
        }
      };
    }

    private static MappedByteBuffer map(Path file) throws IOException {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, SEGMENT_BYTES);
      }
    }

    @Override
    public void delete(long number) throws IOException {
      files.delete(number);
    }

    @Override
    public void trim(Segment segment) throws IOException {
      files.trim(segment);
    }
  }

  @Test
  void aServerDoesNotStartWithoutRoom() {
    assertThat(disk.room.tryAcquire()).isTrue();

    assertThatThrownBy(this::open).hasMessage("No space left on device");
    assertThatThrownBy(this::open).as("the lock was let go").hasMessageContaining("No space");
  }

  @Test
  void newCallsAreRefusedBeforeTheLastSegmentIsFull() throws IOException {
    try (SegmentJournal journal = open()) {
      assertThat(journal.available()).isTrue();
      append(journal, RECORDS_IN_A_SEGMENT - 1);

      assertThat(journal.available()).isFalse();
      assertThat(journal.append(TYPE, RECORD.duplicate(), 1, 1))
          .as("a running call's record still has room")
          .isTrue();
      assertThat(journal.figures().overflowing()).isZero();
    }
  }

  @Test
  void recordsWaitInMemoryAndMoveIntoTheNextSegmentInTheirOrder() throws IOException {
    try (SegmentJournal journal = open()) {
      append(journal, RECORDS_IN_A_SEGMENT);
      assertThat(journal.append(TYPE, RECORD, 1, 1)).isFalse();
      assertThat(journal.append(TYPE, payload("small"), 1, 1)).as("not overtaking").isFalse();
      assertThat(journal.available()).isFalse();
      assertThat(journal.figures().overflowing()).isEqualTo(2);

      disk.room.release();
      eventually(journal::available);

      assertThat(journal.figures().overflowing()).isZero();
      assertThat(journal.append(TYPE, payload("after"), 1, 1)).isTrue();
    }
    List<JournalEntry> entries = Journals.read(directory);
    assertThat(entries).hasSize(RECORDS_IN_A_SEGMENT + 3);
    assertThat(Journals.text(entries.get(entries.size() - 2))).isEqualTo("small");
    assertThat(Journals.text(entries.getLast())).isEqualTo("after");
  }

  @Test
  void whatMemoryCannotHoldIsCountedAndTheGapIsReported() throws IOException {
    long lost;
    try (SegmentJournal journal = open()) {
      append(journal, RECORDS_IN_A_SEGMENT);
      while (journal.figures().dropped() < 3) {
        assertThat(journal.append(TYPE, RECORD, 1, 1)).isFalse();
      }
      lost = RECORDS_IN_A_SEGMENT + journal.figures().overflowing() + 1;
      disk.room.release();
      eventually(journal::available);
      assertThat(journal.append(TYPE, payload("after"), 1, 1)).isTrue();
    }

    List<JournalEntry> entries = new ArrayList<>();
    assertThat(JournalReader.read(directory, entries::add).damage())
        .extracting(Damage::what)
        .containsExactly("records " + lost + " to " + (lost + 2) + " are missing");
    assertThat(entries.getLast()).returns(lost + 3, JournalEntry::sequence);
  }

  @Test
  void theDiskIsAskedAgain() throws IOException {
    try (SegmentJournal journal = open()) {
      disk.refused.acquireUninterruptibly(2);
      disk.room.release();
      append(journal, RECORDS_IN_A_SEGMENT);

      eventually(journal::available);
    }
  }

  @Test
  void newCallsAreRefusedWhileTheDeviceRefuses() throws IOException {
    try (SegmentJournal journal = open()) {
      disk.broken = true;
      append(journal, 1);
      eventually(() -> !journal.available());
      assertThat(journal.figures().failedForces()).isPositive();
      assertThat(journal.append(TYPE, RECORD, 1, 1)).as("running calls go on").isTrue();

      disk.broken = false;
      eventually(journal::available);
      eventually(() -> journal.figures().forcedSequence() == 2);
    }
  }

  private SegmentJournal open() throws IOException {
    return SegmentJournal.open(directory, disk, config(100), SEED, 1);
  }

  private static void append(SegmentJournal journal, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(journal.append(TYPE, RECORD, 1, 1)).isTrue();
    }
  }
}
