package usher.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static usher.core.journal.Journals.config;
import static usher.core.journal.Journals.payload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import usher.core.journal.JournalReader.Damage;

/** Spoils a journal of two segments in every way. */
@Timeout(60)
class JournalReaderTest {

  private static final int RECORDS = 10;

  /** Where each record of the first segment begins, and where the last one ends. */
  private final List<Integer> begins = new ArrayList<>();

  /** Where each record's last byte ends, before the padding. */
  private final List<Integer> ends = new ArrayList<>();

  @TempDir Path directory;
  private Path first;
  private byte[] bytes;

  @BeforeEach
  void twoRuns() throws IOException {
    int at = SegmentHeader.BYTES;
    try (SegmentJournal journal = Journals.open(directory)) {
      for (int i = 1; i <= RECORDS; i++) {
        String text = "record".repeat(i);
        journal.append(i, payload(text), i, i);
        begins.add(at);
        ends.add(at + RecordFormat.PAYLOAD + text.length());
        at += RecordFormat.padded(RecordFormat.PAYLOAD + text.length());
      }
    }
    begins.add(at);
    first = directory.resolve(SegmentFiles.name(1));
    bytes = Files.readAllBytes(first);
    assertThat(bytes).hasSize(at);
  }

  @Test
  void aTailTornAtAnyByteEndsTheJournalAndIsNoDamage() throws IOException {
    for (int torn = SegmentHeader.BYTES; torn <= bytes.length; torn++) {
      long complete = completeBefore(torn);
      replace(Arrays.copyOf(bytes, torn));
      assertThat(sequences()).as("cut at %d", torn).hasSize((int) complete);

      byte[] zeroed = Arrays.copyOf(Arrays.copyOf(bytes, torn), bytes.length + 4_096);
      replace(zeroed);
      assertThat(sequences()).as("zero from %d", torn).hasSize((int) complete);
      assertThat(JournalReader.read(directory, _ -> {}).unfinished())
          .as("zero from %d", torn)
          .extracting(Damage::offset)
          .isEqualTo(leftFrom(begins.get((int) complete), torn));
    }
  }

  @Test
  void aRunAfterATornTailGoesOnWithoutAGap() throws IOException {
    replace(Arrays.copyOf(bytes, begins.get(7) + 20));

    try (SegmentJournal journal = Journals.open(directory)) {
      journal.append(1, payload("next run"), 1, 1);
    }

    assertThat(sequences()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void anyDamagedByteOfARecordIsReportedAndTheOthersAreRead() throws IOException {
    for (int record : List.of(0, 4, RECORDS - 2)) {
      for (int at = begins.get(record); at < ends.get(record); at++) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= 0x10;
        replace(damaged);

        List<JournalEntry> entries = new ArrayList<>();
        List<Damage> damage = JournalReader.read(directory, entries::add).damage();

        int bytesLost = begins.get(record + 1) - begins.get(record);
        assertThat(entries).as("byte %d", at).hasSize(RECORDS - 1);
        assertThat(damage)
            .first()
            .isEqualTo(new Damage(first, begins.get(record), bytesLost + " bytes are damaged"));
        assertThat(damage).hasSize(2).last().returns(first, Damage::file);
      }
    }
  }

  @Test
  void aDamagedHeaderIsReported() throws IOException {
    for (int at = 0; at < 76; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x01;
      replace(damaged);

      assertThat(JournalReader.read(directory, _ -> {}))
          .isEqualTo(
              new JournalReader.Report(
                  0,
                  0,
                  List.of(
                      new Damage(
                          first, 0, "the segment's header is damaged, its records cannot be told")),
                  List.of()));
    }
  }

  @Test
  void aMissingSegmentIsReported() throws IOException {
    for (int run = 2; run <= 3; run++) {
      try (SegmentJournal journal = Journals.open(directory)) {
        journal.append(1, payload("run " + run), 1, 1);
      }
    }
    Files.delete(directory.resolve(SegmentFiles.name(2)));

    Path third = directory.resolve(SegmentFiles.name(3));
    assertThat(JournalReader.read(directory, _ -> {}).damage())
        .containsExactly(new Damage(third, 0, "records 11 to 11 are missing"));
  }

  @Test
  void aRecordOfAnotherSegmentIsNotTakenForOneOfThis() throws IOException {
    Path other = directory.resolve("other");
    try (SegmentJournal journal = SegmentJournal.open(other, config(9), new Seed(9, 9, 9, 9), 1)) {
      journal.append(1, payload("record"), 1, 1);
      journal.append(2, payload("record".repeat(2)), 2, 2);
    }
    Path file = other.resolve(SegmentFiles.name(1));
    byte[] own = Files.readAllBytes(file);
    assertThat(own).as("as long as ours").hasSize(begins.get(2));
    byte[] spliced = Arrays.copyOf(own, begins.get(3));
    System.arraycopy(bytes, own.length, spliced, own.length, spliced.length - own.length);
    Files.write(file, spliced);

    assertThat(Journals.read(other)).hasSize(2);
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "hello");
    Files.writeString(directory.resolve("1.seg"), "hello");
    Files.write(directory.resolve(SegmentFiles.name(2)), new byte[0]);
    Files.write(directory.resolve(SegmentFiles.name(3)), new byte[12]);

    assertThat(sequences()).hasSize(RECORDS);
  }

  /** Where something is left of a record that begins there and is torn. */
  private List<Long> leftFrom(int begin, int torn) {
    boolean isLeft = false;
    for (int at = begin; at < torn; at++) {
      isLeft |= bytes[at] != 0;
    }
    return isLeft ? List.of((long) begin) : List.of();
  }

  /** In a new file: some file systems force one that is overwritten. */
  private void replace(byte[] content) throws IOException {
    Files.delete(first);
    Files.write(first, content);
  }

  private long completeBefore(int offset) {
    return ends.stream().filter(end -> end <= offset).count();
  }

  private List<Long> sequences() throws IOException {
    return Journals.read(directory).stream().map(JournalEntry::sequence).toList();
  }
}
