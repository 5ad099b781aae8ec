package usher.core.journal;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forces what was appended to the device, one group each interval. A thread of its own. */
final class SegmentSyncer implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentSyncer.class);

  private final long intervalNs;
  private final Runnable segmentDone;

  private final Queue<Segment> begun = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unforced = new AtomicInteger();
  private volatile long oldestUnforced = Long.MAX_VALUE;
  private volatile boolean stopping;
  private volatile boolean failing;

  private final AtomicLong forces = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong forcedSequence = new AtomicLong();

  /** Belongs to this thread. */
  private final Deque<Segment> open = new ArrayDeque<>();

  /**
   * @param segmentDone told each time a finished segment is wholly on the device
   */
  SegmentSyncer(long intervalNs, Runnable segmentDone) {
    this.intervalNs = intervalNs;
    this.segmentDone = segmentDone;
  }

  /** Loop: this segment is being appended to from now on. */
  void begin(Segment segment) {
    unforced.incrementAndGet();
    begun.add(segment);
  }

  /** Any thread: ends after one more group. */
  void stop() {
    stopping = true;
  }

  /** How many segments are not yet wholly on the device. */
  int unforced() {
    return unforced.get();
  }

  /** The number of the oldest of them; only older ones may be deleted. */
  long oldestUnforced() {
    return oldestUnforced;
  }

  /** Whether the last force was refused. */
  boolean failing() {
    return failing;
  }

  long forces() {
    return forces.get();
  }

  long failures() {
    return failures.get();
  }

  long forcedSequence() {
    return forcedSequence.get();
  }

  @Override
  public void run() {
    while (!stopping) {
      group();
      LockSupport.parkNanos(this, intervalNs);
    }
    group();
  }

  private void group() {
    for (Segment segment = begun.poll(); segment != null; segment = begun.poll()) {
      open.add(segment);
    }
    try {
      open.forEach(this::force);
      failing = false;
    } catch (UncheckedIOException e) {
      failed(e);
    }
    open.removeIf(this::done);
    oldestUnforced = open.isEmpty() ? Long.MAX_VALUE : open.element().number();
  }

  private void force(Segment segment) {
    if (segment.dirty()) {
      // Before the force: what is appended meanwhile may not be covered.
      long sequence = segment.lastSequence();
      segment.force();
      forces.incrementAndGet();
      forcedSequence.set(sequence);
      segment.touchAhead();
    }
  }

  private void failed(UncheckedIOException e) {
    failures.incrementAndGet();
    if (!failing) {
      LOG.error("journal: the device refuses to take records, new calls are refused", e);
    }
    failing = true;
  }

  private boolean done(Segment segment) {
    if (!segment.done()) {
      return false;
    }
    unforced.decrementAndGet();
    segmentDone.run();
    return true;
  }
}
