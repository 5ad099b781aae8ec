package usher.softphone.cli;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** How agents' registrations went, all groups together. */
final class Registrations {
  private static final int DIGITS = 3;

  private final int agents;
  private final Histogram us = new Histogram(DIGITS);
  private final SortedMap<Integer, Long> failures = new TreeMap<>();

  /** Nothing yet, of so many agents who register. */
  Registrations(int agents) {
    this.agents = agents;
  }

  void add(Histogram took, Map<Integer, Long> failed) {
    us.add(took);
    failed.forEach((status, count) -> failures.merge(status, count, Long::sum));
  }

  int agents() {
    return agents;
  }

  /** From when one was due to its success. */
  Histogram us() {
    return us;
  }

  /** By status; 408 where there was no answer. */
  SortedMap<Integer, Long> failures() {
    return failures;
  }
}
