package usher.core.record;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file of records, always whole lines. Belongs to one thread; blocks. */
final class RecordFile implements Closeable {

  /** Longer than any line; a tail is looked for no further back. */
  static final int LINE_MAX = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);
  private static final Set<StandardOpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  /** Who called whom is nobody else's business. */
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final LocalDate day;
  private final long bytesMax;
  private final FileChannel channel;

  /** Where the whole lines end; behind it there may be half a line that a full disk left. */
  private long whole;

  private RecordFile(LocalDate day, long bytesMax, FileChannel channel, long whole) {
    this.day = day;
    this.bytesMax = bytesMax;
    this.channel = channel;
    this.whole = whole;
  }

  /**
   * Opens the day's file that still has room, making it if there is none, and repairs its end.
   *
   * @param bytesMax when it has so many, the next one is begun
   */
  static RecordFile open(Path directory, LocalDate day, long bytesMax) throws IOException {
    Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
    int index = 0;
    while (sizeOf(directory.resolve(name(day, index))) >= bytesMax) {
      index++;
    }
    Path file = directory.resolve(name(day, index));
    FileChannel channel = FileChannel.open(file, OPTIONS, OWNER_ONLY);
    try {
      return new RecordFile(day, bytesMax, channel, repaired(channel, file));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  static String name(LocalDate day, int index) {
    return "calls-" + day + (index == 0 ? "" : "." + index) + ".jsonl";
  }

  private static long sizeOf(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : -1;
  }

  /** Whether a record of this day still goes here. */
  boolean takes(LocalDate recordDay) {
    return recordDay.equals(day) && whole < bytesMax;
  }

  /** Appends whole lines; after an exception none of them is in the file. */
  void append(ByteBuffer lines) throws IOException {
    channel.truncate(whole);
    long at = whole;
    while (lines.hasRemaining()) {
      at += channel.write(lines, at);
    }
    whole = at;
  }

  void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      channel.truncate(whole);
      force();
    }
  }

  /**
   * Cuts off an unfinished last line, or gives a finished one its end; where the file then ends.
   */
  private static long repaired(FileChannel channel, Path file) throws IOException {
    byte[] tail = tail(channel);
    int lastLine = lastLine(tail);
    long start = channel.size() - tail.length + lastLine;
    String line = new String(tail, lastLine, tail.length - lastLine, StandardCharsets.UTF_8);
    if (line.isEmpty()) {
      return start;
    }
    if (CallRecordJson.isWhole(line)) {
      return channel.size() + channel.write(ByteBuffer.wrap(new byte[] {'\n'}), channel.size());
    }
    LOG.warn("records: {} ended in the middle of a line, {} bytes cut off", file, line.length());
    channel.truncate(start);
    return start;
  }

  private static byte[] tail(FileChannel channel) throws IOException {
    long size = channel.size();
    ByteBuffer tail = ByteBuffer.allocate((int) Math.min(size, LINE_MAX));
    long from = size - tail.capacity();
    while (tail.hasRemaining() && channel.read(tail, from + tail.position()) > 0) {
      // Reads on until the tail is whole.
    }
    return tail.array();
  }

  /** Where the last line begins. */
  private static int lastLine(byte[] tail) {
    int at = tail.length;
    while (at > 0 && tail[at - 1] != '\n') {
      at--;
    }
    return at;
  }
}
