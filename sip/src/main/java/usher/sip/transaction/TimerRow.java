package usher.sip.transaction;

import org.jspecify.annotations.Nullable;
import usher.sip.transaction.Timers.Timer;

/** Timers of one length, linked in the order they were set, which is that of their deadlines. */
final class TimerRow {
  private @Nullable Timer first;
  private @Nullable Timer last;
  private int size;

  @Nullable Timer first() {
    return first;
  }

  int size() {
    return size;
  }

  void add(Timer timer) {
    timer.before = last;
    if (last == null) {
      first = timer;
    } else {
      last.behind = timer;
    }
    last = timer;
    size++;
  }

  /** Takes out one that is in this row. */
  void remove(Timer timer) {
    Timer before = timer.before;
    Timer behind = timer.behind;
    if (before == null) {
      first = behind;
    } else {
      before.behind = behind;
    }
    if (behind == null) {
      last = before;
    } else {
      behind.before = before;
    }
    // One that is gone must not keep its neighbours in the eyes of the collector.
    timer.before = null;
    timer.behind = null;
    size--;
  }
}
