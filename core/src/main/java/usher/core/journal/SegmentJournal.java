package usher.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.config.JournalConfig;

/**
 * The journal in segment files. When {@link #append} has returned true, the record outlives the
 * process, whatever ends it; a power failure may cost what was appended within the last sync
 * interval.
 *
 * <p>Opened and closed by whoever builds the server; everything else but {@link #figures} belongs
 * to the loop. When the loop needs a new segment and none is ready, records wait in memory:
 *
 * <pre>
 *            current full, none ready                memory full
 *   WRITING -------------------------> OVERFLOWING ---------------> records dropped and counted
 *      ^                                    |
 *      +------------------------------------+
 *         a segment is ready: memory moves into it
 * </pre>
 */
public final class SegmentJournal implements Journal, AutoCloseable {

  /**
   * What memory holds while the disk has no room: about ten seconds of a hundred calls a second.
   */
  public static final int OVERFLOW_BYTES_MAX = 4 << 20;

  /** From here on new calls are refused unless the next segment is ready: an eighth is left. */
  private static final int LOW_WATER_PART = 8;

  private static final Logger LOG = LoggerFactory.getLogger(SegmentJournal.class);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);
  private static final int KEEP_MIN = JournalConfig.KEEP_SEGMENTS_MIN;
  private static final String LOCK = "lock";

  private final SegmentFiles files;
  private final FileChannel lock;
  private final Seed seed;
  private final SegmentSyncer syncer;
  private final SegmentPreparer preparer;
  private final Thread syncThread;
  private final Thread prepareThread;
  private final Overflow overflow;
  private final int payloadMax;
  private final int lowWater;
  private final ByteBuffer scratch = ByteBuffer.allocate(RecordFormat.PAYLOAD_MAX);

  private final AtomicLong dropped = new AtomicLong();

  private volatile Segment current;
  private volatile long overflowing;
  private long sequence;
  private long lastWallMs;
  private boolean closed;

  private SegmentJournal(
      SegmentFiles files, FileChannel lock, JournalConfig config, Seed seed, Start start) {
    this.files = files;
    this.lock = lock;
    this.seed = seed;
    int segmentBytes = Math.toIntExact(config.segmentBytes());
    payloadMax = Segment.payloadMax(segmentBytes);
    lowWater = segmentBytes - segmentBytes / LOW_WATER_PART;
    overflow = new Overflow(Math.min(OVERFLOW_BYTES_MAX, segmentBytes / 2));
    current = start.first;
    sequence = start.lastSequence;
    lastWallMs = start.wallMs;
    int keep = Math.clamp(config.keepBytes() / segmentBytes, KEEP_MIN, Integer.MAX_VALUE);
    syncer = new SegmentSyncer(config.sync().toNanos(), this::wakePreparer);
    preparer = new SegmentPreparer(files, syncer, keep, start.first.number() + 1);
    current.begin(sequence + 1, start.wallMs, seed);
    syncer.begin(current);
    syncThread = Thread.ofPlatform().name("journal-sync").daemon().start(syncer);
    prepareThread = Thread.ofPlatform().name("journal-prepare").daemon().start(preparer);
  }

  private record Start(Segment first, long lastSequence, long wallMs) {}

  /**
   * Opens the journal in a directory, making it if there is none, and goes on after the last record
   * in it, in a new segment. Blocks.
   *
   * @param seed of the run that begins
   * @param wallMs wall clock, ms since 1970 UTC
   * @throws IOException if the directory is in use by another server, or there is no room for a
   *     segment, or what is there cannot be read
   */
  public static SegmentJournal open(Path directory, JournalConfig config, Seed seed, long wallMs)
      throws IOException {
    int segmentBytes = Math.toIntExact(config.segmentBytes());
    return open(directory, new DiskSegmentFiles(directory, segmentBytes), config, seed, wallMs);
  }

  static SegmentJournal open(
      Path directory, SegmentFiles files, JournalConfig config, Seed seed, long wallMs)
      throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FileChannel lock = lock(directory.resolve(LOCK));
    try {
      return new SegmentJournal(files, lock, config, seed, start(directory, files, wallMs));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = channel.tryLock();
      if (held != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // Held by this very process.
    }
    channel.close();
    throw new IOException("another server uses " + file.getParent());
  }

  private static Start start(Path directory, SegmentFiles files, long wallMs) throws IOException {
    JournalReader.Last last = JournalReader.last(directory);
    for (long unused : last.unusedSegments()) {
      files.delete(unused);
    }
    return new Start(files.create(last.segment() + 1), last.sequence(), wallMs);
  }

  @Override
  public boolean append(JournalRecord record, long nowNs, long wallMs) {
    scratch.clear();
    RecordCodec.encode(record, scratch);
    scratch.flip();
    return append(record.type(), scratch, nowNs, wallMs);
  }

  /**
   * Appends a record that is already encoded; makes no garbage.
   *
   * @param payload from position to limit; both stay
   */
  boolean append(int type, ByteBuffer payload, long nowNs, long wallMs) {
    check(payload.remaining());
    sequence++;
    lastWallMs = wallMs;
    return (overflow.isEmpty() && current.append(sequence, nowNs, wallMs, type, payload))
        || (roll() && current.append(sequence, nowNs, wallMs, type, payload))
        || keep(type, payload, nowNs, wallMs);
  }

  private void check(int payloadBytes) {
    if (closed) {
      throw new IllegalStateException("the journal is closed");
    }
    if (payloadBytes > payloadMax) {
      throw new IllegalArgumentException("payload of " + payloadBytes + " bytes");
    }
  }

  @Override
  public boolean available() {
    boolean room = overflow.isEmpty() || roll();
    boolean enough = current.written() < lowWater || preparer.isReady();
    return room && enough && !syncer.failing();
  }

  /** Goes on in the prepared segment; false if there is none. */
  private boolean roll() {
    Segment next = preparer.take();
    if (next == null) {
      return false;
    }
    current.finish();
    next.begin(overflow.isEmpty() ? nextToWrite() : overflow.firstSequence(), lastWallMs, seed);
    syncer.begin(next);
    current = next;
    recoverOverflow();
    return true;
  }

  private long nextToWrite() {
    return current.lastSequence() + 1;
  }

  private void recoverOverflow() {
    if (!overflow.isEmpty()) {
      LOG.warn("journal: room again for {} records, {} were lost", overflow.count(), dropped.get());
      overflow.moveTo(current);
      overflowing = 0;
    }
  }

  private boolean keep(int type, ByteBuffer payload, long nowNs, long wallMs) {
    if (overflow.isEmpty()) {
      LOG.error("journal: no segment is ready, records wait in memory, new calls are refused");
    }
    if (overflow.add(sequence, nowNs, wallMs, type, payload)) {
      overflowing = overflow.count();
    } else {
      dropped.incrementAndGet();
    }
    return false;
  }

  private void wakePreparer() {
    preparer.wake();
  }

  /** How it is doing; any thread. */
  public JournalFigures figures() {
    return new JournalFigures(
        current.lastSequence(),
        syncer.forcedSequence(),
        syncer.forces(),
        syncer.failures(),
        overflowing,
        dropped.get());
  }

  /**
   * Forces everything to the device and lets go of the directory; blocks for seconds at worst. The
   * loop must have ended.
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (!overflow.isEmpty() && !roll()) {
      LOG.error("journal: closed without room for {} records", overflow.count());
    }
    current.finish();
    syncer.stop();
    preparer.stop();
    if (ended(syncThread) && ended(prepareThread)) {
      files.trim(current);
    } else {
      LOG.error("journal: the device does not answer, its last records may be missing");
    }
    lock.close();
  }

  private static boolean ended(Thread thread) {
    try {
      LockSupport.unpark(thread);
      return thread.join(CLOSE_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
