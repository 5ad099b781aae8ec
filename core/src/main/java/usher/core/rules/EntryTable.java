package usher.core.rules;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import usher.core.config.Doors;
import usher.core.config.EntryConfig;
import usher.core.config.QueueConfig;
import usher.core.config.Treatment;
import usher.core.config.UsherConfig;
import usher.core.config.Way;
import usher.core.entry.Attendance;
import usher.core.entry.BusinessHours;
import usher.core.entry.CallFacts;
import usher.core.entry.Condition;
import usher.core.entry.NumberPattern;

/**
 * The entries, ordered and compiled; immutable, and pure: the time is part of the facts. Entries
 * are found by the number that was dialled, so ten thousand of them cost no more than ten.
 */
public final class EntryTable {
  /** Closed queues that send calls to one another; a chain is longer only by mistake. */
  public static final int HOPS_MAX = 5;

  /** RFC 3261 21.4.18: nobody is there now. */
  private static final int UNAVAILABLE = 480;

  private static final int[] NONE = {};

  /** Where a call goes. */
  public sealed interface Choice {
    /** No entry is for it. */
    record Nowhere() implements Choice {}

    /** It is turned away. */
    record Refused(int entry, int status) implements Choice {}

    /** It may wait in a queue. */
    record Queued(int entry, String queue, Treatment treatment) implements Choice {}
  }

  /** Whether an entry is for a call, and why not. */
  public sealed interface Fit {
    /** It is. */
    record Fits() implements Fit {}

    /** Another number was dialled. */
    record OtherNumber() implements Fit {}

    /** It is for other callers. */
    record OtherCaller() implements Fit {}

    /** Its condition does not hold, or cannot be said to. */
    record ConditionSaysNo(Condition.Verdict verdict) implements Fit {}

    /** It is closed and says nothing about calls that come then. */
    record Closed(Attendance attendance) implements Fit {}
  }

  private final UsherConfig config;
  private final Map<String, int[]> exact = new HashMap<>();
  private final TreeMap<Integer, Map<String, int[]>> prefixes = new TreeMap<>();

  /** The entries of a configuration. */
  public EntryTable(UsherConfig config) {
    this.config = config;
    List<EntryConfig> entries = config.entries();
    for (int entry = 0; entry < entries.size(); entry++) {
      for (NumberPattern number : entries.get(entry).to()) {
        index(number).merge(number.text(), new int[] {entry}, EntryTable::append);
      }
    }
  }

  private Map<String, int[]> index(NumberPattern number) {
    return number.prefix()
        ? prefixes.computeIfAbsent(number.text().length(), _ -> new HashMap<>())
        : exact;
  }

  private static int[] append(int[] entries, int[] one) {
    int[] longer = Arrays.copyOf(entries, entries.length + 1);
    longer[entries.length] = one[0];
    return longer;
  }

  /** The first entry that a call meets decides. */
  public Choice choose(CallFacts facts) {
    for (int entry : candidates(facts.to())) {
      if (fit(entry, facts) instanceof Fit.Fits) {
        return follow(entry, facts.epochMs());
      }
    }
    return new Choice.Nowhere();
  }

  /** The entries for a number in their order. */
  private int[] candidates(String to) {
    int[] found = exact.getOrDefault(to, NONE);
    boolean several = false;
    for (Map.Entry<Integer, Map<String, int[]>> length :
        prefixes.headMap(to.length(), true).entrySet()) {
      int[] more = length.getValue().get(to.substring(0, length.getKey()));
      if (more != null) {
        several |= found.length > 0;
        found = found.length == 0 ? more : both(found, more);
      }
    }
    return several ? IntStream.of(found).sorted().distinct().toArray() : found;
  }

  private static int[] both(int[] one, int[] other) {
    int[] joined = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, joined, one.length, other.length);
    return joined;
  }

  /** Whether an entry is for a call. */
  public Fit fit(int index, CallFacts facts) {
    EntryConfig entry = config.entries().get(index);
    if (entry.to().stream().noneMatch(number -> number.matches(facts.to()))) {
      return new Fit.OtherNumber();
    }
    if (!entry.from().isEmpty()
        && entry.from().stream().noneMatch(number -> number.matches(facts.from()))) {
      return new Fit.OtherCaller();
    }
    Attendance attendance = attendance(entry.doors(), facts.epochMs());
    if (!attendance.isOpen() && closedWay(entry.doors(), attendance) == null) {
      return new Fit.Closed(attendance);
    }
    Condition when = entry.when();
    Condition.Verdict verdict = when == null ? Condition.Verdict.HOLDS : when.of(facts);
    return verdict == Condition.Verdict.HOLDS ? new Fit.Fits() : new Fit.ConditionSaysNo(verdict);
  }

  private Choice follow(int index, long epochMs) {
    EntryConfig entry = config.entries().get(index);
    Attendance attendance = attendance(entry.doors(), epochMs);
    Way closed = attendance.isOpen() ? null : closedWay(entry.doors(), attendance);
    Way way = closed == null ? entry.way() : closed;
    for (int hops = 0; hops <= HOPS_MAX; hops++) {
      switch (way) {
        case Way.Refuse(int status) -> {
          return new Choice.Refused(index, status);
        }
        case Way.ToQueue(String name) -> {
          QueueConfig queue = config.queue(name);
          Attendance open = attendance(queue.doors(), epochMs);
          Way next = open.isOpen() ? null : closedWay(queue.doors(), open);
          if (next == null) {
            return new Choice.Queued(index, name, entry.treatment());
          }
          way = next;
        }
      }
    }
    return new Choice.Refused(index, UNAVAILABLE);
  }

  private static @Nullable Way closedWay(Doors doors, Attendance attendance) {
    boolean holiday = attendance.state() == Attendance.State.HOLIDAY && doors.holiday() != null;
    return holiday ? doors.holiday() : doors.closed();
  }

  private Attendance attendance(Doors doors, long epochMs) {
    BusinessHours hours = doors.hours() == null ? null : config.hours().get(doors.hours());
    return hours == null ? Attendance.ALWAYS : hours.stateAt(epochMs);
  }

  /** How a queue stands at an instant, and until when. */
  public Attendance attendance(String queue, long epochMs) {
    Doors doors = config.queue(queue).doors();
    BusinessHours hours = doors.hours() == null ? null : config.hours().get(doors.hours());
    return hours == null ? Attendance.ALWAYS : hours.at(epochMs);
  }

  /** The configuration that it was made of. */
  public UsherConfig config() {
    return config;
  }
}
