package usher.core.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the next segment ready before it is needed, and deletes the oldest when there are too many. A
 * thread of its own.
 */
final class SegmentPreparer implements Runnable {

  /** On a device that is this far behind, more segments would only take memory. */
  static final int UNFORCED_MAX = 4;

  private static final Logger LOG = LoggerFactory.getLogger(SegmentPreparer.class);
  private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

  private final SegmentFiles files;
  private final SegmentSyncer syncer;
  private final int keep;

  private final AtomicReference<@Nullable Segment> ready = new AtomicReference<>();
  private volatile @Nullable Thread thread;
  private volatile boolean stopping;

  /** Belong to this thread. */
  private long nextNumber;

  private boolean failing;

  /**
   * @param keep how many segments there may be, the one being prepared included
   * @param nextNumber of the segment to prepare first
   */
  SegmentPreparer(SegmentFiles files, SegmentSyncer syncer, int keep, long nextNumber) {
    this.files = files;
    this.syncer = syncer;
    this.keep = keep;
    this.nextNumber = nextNumber;
  }

  /** Loop: the prepared segment, if there is one; another is prepared then. */
  @Nullable Segment take() {
    Segment taken = ready.getAndSet(null);
    wake();
    return taken;
  }

  /** Any thread: whether {@link #take} would give one. */
  boolean isReady() {
    return ready.get() != null;
  }

  /** Any thread: something changed that this thread may be waiting for. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Any thread. */
  void stop() {
    stopping = true;
    wake();
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    while (!stopping) {
      if (ready.get() != null || syncer.unforced() > UNFORCED_MAX) {
        LockSupport.park(this);
      } else if (!prepare()) {
        LockSupport.parkNanos(this, RETRY_NS);
      }
    }
    discard();
  }

  private boolean prepare() {
    try {
      deleteOldest();
      Segment segment = files.create(nextNumber);
      segment.touchAhead();
      nextNumber++;
      ready.set(segment);
      failing = false;
      return true;
    } catch (IOException e) {
      if (!failing) {
        LOG.error("journal: no room for another segment, trying again each second", e);
      }
      failing = true;
      return false;
    }
  }

  private void deleteOldest() throws IOException {
    SortedMap<Long, Path> all = files.list();
    // The last one made may be in use before the syncing thread has heard of it.
    long first = Math.min(syncer.oldestUnforced(), nextNumber - 1);
    while (all.size() >= keep && all.firstKey() < first) {
      files.delete(all.firstKey());
      all.remove(all.firstKey());
    }
  }

  private void discard() {
    Segment unused = ready.getAndSet(null);
    if (unused != null) {
      try {
        files.delete(unused.number());
      } catch (IOException e) {
        LOG.warn("journal: {} could not be deleted", unused.file(), e);
      }
    }
  }
}
