package usher.softphone.network;

import java.util.PriorityQueue;

/** What will happen when; of things at the same instant the one put in first comes first. */
final class Agenda {
  private record Entry(long atNs, long sequence, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(atNs, other.atNs);
      return byTime == 0 ? Long.compare(sequence, other.sequence) : byTime;
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long sequence;

  void at(long atNs, Runnable action) {
    entries.add(new Entry(atNs, sequence++, action));
  }

  /** When the first of them is, {@link Long#MAX_VALUE} where there is none. */
  long nextNs() {
    Entry first = entries.peek();
    return first == null ? Long.MAX_VALUE : first.atNs;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void runFirst() {
    entries.remove().action.run();
  }
}
