package usher.sip.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the call loop wants one I/O thread to send. The loop fills a batch during its turn and hands
 * it over whole at the end, so the thread is woken once a turn, or not at all where it is the
 * loop's own. How much may be under way is bounded: over that, messages are lost as on a full wire.
 */
final class Outbox {
  /** Messages handed over and not yet given to a socket. */
  static final int MAX_BACKLOG = 32_768;

  /** A turn that sends more than this is handed over in pieces. */
  private static final int MAX_BATCH = 256;

  private final IoThread thread;
  private final AtomicInteger backlog = new AtomicInteger();
  private List<Outgoing> batch = new ArrayList<>();

  Outbox(IoThread thread) {
    this.thread = thread;
  }

  /** Call loop. */
  void add(Outgoing outgoing) {
    if (backlog.incrementAndGet() > MAX_BACKLOG) {
      backlog.decrementAndGet();
      thread.count(SocketEvent.BACKLOG_DROPPED);
      return;
    }
    batch.add(outgoing);
    if (batch.size() == MAX_BATCH) {
      flush();
    }
  }

  /** Call loop. */
  void flush() {
    if (batch.isEmpty()) {
      return;
    }
    if (thread.isCurrent()) {
      send(batch);
      batch.clear();
    } else {
      List<Outgoing> full = batch;
      batch = new ArrayList<>(full.size());
      thread.execute(() -> send(full));
    }
  }

  /** I/O thread. */
  private void send(List<Outgoing> full) {
    backlog.addAndGet(-full.size());
    for (Outgoing outgoing : full) {
      thread.send(outgoing);
    }
    thread.flush();
  }
}
