package usher.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads all records of a directory in order. What a kill or a power failure left unfinished at the
 * end of a run is no damage, and is reported apart; anything else that is not as it was written is
 * reported with its place, and reading goes on behind it.
 */
public final class JournalReader {

  /** Places reported; a disk that damages more has been noticed. */
  static final int DAMAGE_MAX = 1_000;

  private final Consumer<? super JournalEntry> each;
  private final List<Damage> damage = new ArrayList<>();
  private final List<Damage> unfinished = new ArrayList<>();
  private boolean begun;
  private long records;
  private long lastSequence;

  private JournalReader(Consumer<? super JournalEntry> each) {
    this.each = each;
  }

  /**
   * Something that is not as it was written.
   *
   * @param file the segment
   * @param offset in bytes
   * @param what in words
   */
  public record Damage(Path file, long offset, String what) {}

  /**
   * What was read.
   *
   * @param records how many
   * @param lastSequence of the last one; zero if there was none
   * @param damage in order; empty if everything is as it was written
   * @param unfinished likewise, where a kill or a power failure came between: behind it a segment
   *     has nothing that can be read
   */
  public record Report(
      long records, long lastSequence, List<Damage> damage, List<Damage> unfinished) {
    public Report {
      damage = List.copyOf(damage);
      unfinished = List.copyOf(unfinished);
    }
  }

  /**
   * Reads a directory; blocks.
   *
   * @throws IOException if a file cannot be read
   */
  public static Report read(Path directory, Consumer<? super JournalEntry> each)
      throws IOException {
    JournalReader reader = new JournalReader(each);
    for (Path file : DiskSegmentFiles.list(directory).values()) {
      reader.segment(file);
    }
    return new Report(reader.records, reader.lastSequence, reader.damage, reader.unfinished);
  }

  /**
   * Where a journal ends.
   *
   * @param segment number of the last one that was used; zero if there is none
   * @param sequence of the last record; zero if there is none
   * @param unusedSegments numbers of those prepared and never used
   */
  record Last(long segment, long sequence, List<Long> unusedSegments) {}

  static Last last(Path directory) throws IOException {
    List<Long> unused = new ArrayList<>();
    for (Map.Entry<Long, Path> file :
        DiskSegmentFiles.list(directory).reversed().sequencedEntrySet()) {
      ByteBuffer segment = map(file.getValue());
      if (nextNonZero(segment, 0) == segment.limit()) {
        unused.add(file.getKey());
      } else {
        return new Last(file.getKey(), lastSequence(segment, file.getValue()), unused);
      }
    }
    return new Last(0, 0, unused);
  }

  private static long lastSequence(ByteBuffer segment, Path file) throws IOException {
    SegmentHeader header =
        SegmentHeader.get(segment)
            .orElseThrow(() -> new IOException(file + ":0: the segment's header is damaged"));
    JournalReader reader = new JournalReader(_ -> {});
    reader.lastSequence = header.firstSequence() - 1;
    reader.records(file, segment, header.salt());
    return reader.lastSequence;
  }

  private void segment(Path file) throws IOException {
    ByteBuffer segment = map(file);
    Optional<SegmentHeader> header = SegmentHeader.get(segment);
    if (header.isPresent()) {
      begin(header.get(), file);
      records(file, segment, header.get().salt());
    } else if (nextNonZero(segment, 0) < segment.limit()) {
      report(file, 0, "the segment's header is damaged, its records cannot be told");
    }
  }

  /** The first segment of all may begin with any number: older ones are deleted. */
  private void begin(SegmentHeader header, Path file) {
    if (begun) {
      expect(header.firstSequence(), file, 0);
    }
    begun = true;
    lastSequence = Math.max(lastSequence, header.firstSequence() - 1);
  }

  private void records(Path file, ByteBuffer segment, int salt) {
    RecordScanner scanner = new RecordScanner(segment, salt);
    int at = SegmentHeader.BYTES;
    while (true) {
      int length = scanner.valid(at, lastSequence);
      if (length == 0) {
        int next = scanner.nextValid(at, lastSequence);
        if (next < 0) {
          // Zeros, or what a kill or a power failure left unfinished: the end of this segment.
          unfinished(file, segment, at);
          return;
        }
        report(file, at, (next - at) + " bytes are damaged");
        at = next;
      } else {
        record(file, segment, at, length);
        at += RecordFormat.padded(length);
      }
    }
  }

  private void unfinished(Path file, ByteBuffer segment, int at) {
    if (nextNonZero(segment, at) < segment.limit()) {
      unfinished.add(
          new Damage(
              file,
              at,
              "a record is unfinished, as a kill or a power failure leaves it; the run ends here"));
    }
  }

  private void record(Path file, ByteBuffer segment, int at, int length) {
    long sequence = segment.getLong(at + RecordFormat.SEQUENCE);
    expect(sequence, file, at);
    lastSequence = sequence;
    records++;
    each.accept(entry(segment, at, length, sequence));
  }

  private static JournalEntry entry(ByteBuffer segment, int at, int length, long sequence) {
    return new JournalEntry(
        sequence,
        segment.getLong(at + RecordFormat.NOW_NS),
        segment.getLong(at + RecordFormat.WALL_MS),
        segment.getInt(at + RecordFormat.TYPE),
        segment.slice(at + RecordFormat.PAYLOAD, length - RecordFormat.PAYLOAD).asReadOnlyBuffer());
  }

  private void expect(long sequence, Path file, int at) {
    if (sequence != lastSequence + 1) {
      report(file, at, "records " + (lastSequence + 1) + " to " + (sequence - 1) + " are missing");
    }
  }

  private void report(Path file, int at, String what) {
    if (damage.size() < DAMAGE_MAX) {
      damage.add(new Damage(file, at, what));
    }
  }

  /** The offset of the next byte that is not zero, rounded down to eight; the limit if none. */
  static int nextNonZero(ByteBuffer segment, int from) {
    int at = from;
    while (at + Long.BYTES <= segment.limit() && segment.getLong(at) == 0) {
      at += Long.BYTES;
    }
    return at + Long.BYTES <= segment.limit() ? at : tail(segment, at);
  }

  private static int tail(ByteBuffer segment, int from) {
    for (int at = from; at < segment.limit(); at++) {
      if (segment.get(at) != 0) {
        return from;
      }
    }
    return segment.limit();
  }

  private static ByteBuffer map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = Math.min(Files.size(file), Integer.MAX_VALUE);
      return channel.map(MapMode.READ_ONLY, 0, size).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
