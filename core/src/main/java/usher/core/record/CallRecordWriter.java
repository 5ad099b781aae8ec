package usher.core.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes call records to files, a line each, on a thread of its own. While the disk refuses, they
 * wait in the queue and the writer tries again each second.
 */
public final class CallRecordWriter implements AutoCloseable {

  /** Records that may wait: minutes of a busy centre. */
  public static final int WAITING_MAX = 16_384;

  /** A file that has so many bytes gets a successor. */
  public static final long FILE_BYTES_MAX = 256L << 20;

  /** How often what was written is forced to the device. */
  public static final Duration SYNC = Duration.ofSeconds(1);

  /**
   * After writing, so long for more to gather: waking up for each record costs the loop and this
   * thread more than the record does.
   */
  public static final Duration GATHER = Duration.ofMillis(50);

  private static final Logger LOG = LoggerFactory.getLogger(CallRecordWriter.class);
  private static final int BATCH_MAX = 256;
  private static final long SYNC_NS = SYNC.toNanos();
  private static final long GATHER_NS = GATHER.toNanos();
  private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private final Path directory;
  private final long fileBytesMax;
  private final int waitingMax;
  private final Thread thread;

  private final Queue<CallRecord> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean idle;
  private volatile boolean stopping;
  private volatile boolean failing;

  /** Belong to the thread. */
  private final Deque<CallRecord> batch = new ArrayDeque<>();

  private @Nullable RecordFile file;
  private boolean gathering;
  private boolean unforced;
  private long forcedNs = System.nanoTime();

  private CallRecordWriter(Path directory, long fileBytesMax, int waitingMax) {
    this.directory = directory;
    this.fileBytesMax = fileBytesMax;
    this.waitingMax = waitingMax;
    this.thread = Thread.ofPlatform().name("call-records").daemon().unstarted(this::run);
  }

  /**
   * How it is doing.
   *
   * @param written records in files
   * @param waiting records in the queue
   * @param dropped records that found the queue full; the journal has them
   * @param failing whether the disk refuses
   */
  public record Figures(long written, int waiting, long dropped, boolean failing) {}

  /** Starts a writer into a directory, which is made when the first record comes. */
  public static CallRecordWriter open(Path directory) {
    return open(directory, FILE_BYTES_MAX, WAITING_MAX);
  }

  static CallRecordWriter open(Path directory, long fileBytesMax, int waitingMax) {
    CallRecordWriter writer = new CallRecordWriter(directory, fileBytesMax, waitingMax);
    writer.thread.start();
    return writer;
  }

  /**
   * Hands a record over; any thread, never blocks.
   *
   * @return false if the queue is full: the record is not written, and counted
   */
  public boolean write(CallRecord record) {
    if (waiting.incrementAndGet() > waitingMax) {
      waiting.decrementAndGet();
      if (dropped.getAndIncrement() == 0) {
        LOG.error("records: the queue is full, call records are not written");
      }
      return false;
    }
    queue.add(record);
    if (idle) {
      LockSupport.unpark(thread);
    }
    return true;
  }

  /** How it is doing; any thread. */
  public Figures figures() {
    return new Figures(written.get(), waiting.get(), dropped.get(), failing);
  }

  /** Writes what is waiting, forces it and ends; blocks for seconds at worst. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      if (!thread.join(CLOSE_WAIT) || waiting.get() > 0) {
        LOG.error("records: closed with {} not written", waiting.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      long pauseNs = turn();
      if (gathering) {
        gathering = false;
        LockSupport.parkNanos(this, GATHER_NS);
      } else {
        pause(pauseNs);
      }
    }
    turn();
    closeFile();
  }

  /** Writes all there is and forces it when it is time; how long there is nothing to do, in ns. */
  private long turn() {
    try {
      while (fillBatch()) {
        writeBatch();
      }
      recovered();
      return forceIfTime();
    } catch (IOException e) {
      failed(e);
      return RETRY_NS;
    }
  }

  private void pause(long ns) {
    // While the disk refuses, a new record is no reason to try earlier.
    idle = !failing;
    // Looks once more: a record that came before idle was set woke nobody.
    boolean nothing = failing || queue.isEmpty();
    if (nothing && !stopping) {
      LockSupport.parkNanos(this, ns);
    }
    idle = false;
  }

  /** False if there is nothing to write; what an earlier attempt left comes first. */
  private boolean fillBatch() {
    while (batch.size() < BATCH_MAX) {
      CallRecord record = queue.poll();
      if (record == null) {
        break;
      }
      batch.add(record);
    }
    return !batch.isEmpty();
  }

  /** Writes the records at the batch's head that belong into one file. */
  private void writeBatch() throws IOException {
    LocalDate day = day(batch.element());
    RecordFile to = fileFor(day);
    StringBuilder lines = new StringBuilder();
    int count = 0;
    for (CallRecord record : batch) {
      if (!day(record).equals(day)) {
        break;
      }
      lines.append(record.toJson()).append('\n');
      count++;
    }
    to.append(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
    unforced = true;
    gathering = true;
    done(count);
  }

  private void done(int count) {
    for (int i = 0; i < count; i++) {
      batch.remove();
    }
    written.addAndGet(count);
    waiting.addAndGet(-count);
  }

  private RecordFile fileFor(LocalDate day) throws IOException {
    RecordFile open = file;
    if (open != null && open.takes(day)) {
      return open;
    }
    closeFile();
    RecordFile next = RecordFile.open(directory, day, fileBytesMax);
    file = next;
    return next;
  }

  private long forceIfTime() throws IOException {
    long nowNs = System.nanoTime();
    if (!unforced) {
      return Long.MAX_VALUE;
    }
    if (nowNs - forcedNs < SYNC_NS) {
      return SYNC_NS - (nowNs - forcedNs);
    }
    if (file != null) {
      file.force();
    }
    forcedNs = nowNs;
    unforced = false;
    return Long.MAX_VALUE;
  }

  private void closeFile() {
    RecordFile open = file;
    file = null;
    unforced = false;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.error("records: a file could not be closed", e);
      }
    }
  }

  private void recovered() {
    if (failing) {
      LOG.warn("records: the disk takes them again, {} were dropped so far", dropped.get());
    }
    failing = false;
  }

  private void failed(IOException e) {
    if (!failing) {
      LOG.error("records: the disk refuses, trying again each second", e);
    }
    failing = true;
    closeFile();
  }

  private static LocalDate day(CallRecord record) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(record.endedMs()), ZoneOffset.UTC);
  }
}
