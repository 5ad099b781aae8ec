package usher.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Segment files on a disk. */
final class DiskSegmentFiles implements SegmentFiles {

  private static final int CHUNK = 1 << 20;

  /** The journal holds what people dialled and the seed of our secrets. */
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path directory;
  private final int segmentBytes;

  DiskSegmentFiles(Path directory, int segmentBytes) {
    this.directory = directory;
    this.segmentBytes = segmentBytes;
  }

  @Override
  public SortedMap<Long, Path> list() throws IOException {
    return list(directory);
  }

  static SortedMap<Long, Path> list(Path directory) throws IOException {
    SortedMap<Long, Path> byNumber = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(f -> SegmentFiles.number(f).ifPresent(number -> byNumber.put(number, f)));
    }
    return byNumber;
  }

  @Override
  public Segment create(long number) throws IOException {
    Path file = file(number);
    try {
      Segment segment = new Segment(file, number, zeroed(file));
      forceDirectory();
      return segment;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private MappedByteBuffer zeroed(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, OWNER_ONLY)) {
      writeZeros(channel);
      channel.force(true);
      MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, segmentBytes);
      mapped.load();
      return mapped;
    }
  }

  private static final Set<StandardOpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private void writeZeros(FileChannel channel) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(CHUNK, segmentBytes));
    for (long left = segmentBytes; left > 0; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), left));
      left -= channel.write(zeros);
    }
  }

  /** Without it a power failure may forget the name of a file whose bytes are safe. */
  private void forceDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void delete(long number) throws IOException {
    Files.deleteIfExists(file(number));
  }

  @Override
  public void trim(Segment segment) throws IOException {
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
      channel.truncate(segment.written());
      channel.force(true);
    }
  }

  private Path file(long number) {
    return directory.resolve(SegmentFiles.name(number));
  }
}
