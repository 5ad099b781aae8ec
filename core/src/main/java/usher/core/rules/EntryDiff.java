package usher.core.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import usher.core.config.Bands;
import usher.core.config.EntryConfig;
import usher.core.config.Treatment;
import usher.core.config.Way;
import usher.core.entry.NumberPattern;

/**
 * How two lists of entries differ, in words. Entries are known by whom they are for; where only
 * some of the numbers changed it is the same entry, for others.
 */
final class EntryDiff {

  private static final Facts<EntryConfig> ENTRY =
      new Facts<>(
          List.of(
              new Facts.Fact<>("is open in", e -> QueueDiff.hours(e.doors())),
              new Facts.Fact<>("when closed", e -> QueueDiff.closed(e.doors())),
              new Facts.Fact<>("gives priority", e -> band(e.treatment())),
              new Facts.Fact<>("gives points:", e -> "" + e.treatment().points()),
              new Facts.Fact<>("gives credit of", e -> Words.duration(e.treatment().credit())),
              new Facts.Fact<>("brings variant", e -> variant(e.treatment())),
              new Facts.Fact<>("prefers", e -> preferred(e.treatment())),
              new Facts.Fact<>("waits for them", e -> Words.duration(e.treatment().patience())),
              new Facts.Fact<>("sets attributes", e -> e.treatment().attributes().toString())));

  private static final int NONE = -1;

  private final List<EntryConfig> before;
  private final List<EntryConfig> after;
  private final Consumer<String> told;

  /** For each entry of the new list its place in the old one, or {@link #NONE}; and back. */
  private final int[] was;

  private final int[] is;

  /** What the entries of the new list are called. */
  private final List<String> names;

  private EntryDiff(List<EntryConfig> before, List<EntryConfig> after, Consumer<String> told) {
    this.before = before;
    this.after = after;
    this.told = told;
    was = new int[after.size()];
    is = new int[before.size()];
    Arrays.fill(was, NONE);
    Arrays.fill(is, NONE);
    names = names(after);
  }

  static void tell(List<EntryConfig> before, List<EntryConfig> after, Consumer<String> told) {
    EntryDiff diff = new EntryDiff(before, after, told);
    diff.pairSame();
    diff.pairLike();
    diff.changes();
    diff.order();
  }

  // ---- Which entry is which

  /** First those for the same numbers; of several for the same the first belongs to the first. */
  private void pairSame() {
    Map<String, List<Integer>> known = new HashMap<>();
    for (int old = 0; old < is.length; old++) {
      known.computeIfAbsent(meaning(before.get(old)), _ -> new ArrayList<>()).add(old);
    }
    for (int now = 0; now < was.length; now++) {
      List<Integer> same = known.getOrDefault(meaning(after.get(now)), List.of());
      if (!same.isEmpty()) {
        pair(same.removeFirst(), now);
      }
    }
  }

  /** Then those that have a number in common. */
  private void pairLike() {
    for (int now = 0; now < was.length; now++) {
      for (int old = 0; old < is.length && was[now] == NONE; old++) {
        if (is[old] == NONE && isLike(before.get(old), after.get(now))) {
          pair(old, now);
        }
      }
    }
  }

  private void pair(int old, int now) {
    was[now] = old;
    is[old] = now;
  }

  private static boolean isLike(EntryConfig one, EntryConfig other) {
    return limits(one).equals(limits(other)) && !Collections.disjoint(one.to(), other.to());
  }

  /** Whom an entry is for, whatever the order of its numbers. */
  private static String meaning(EntryConfig entry) {
    return new TreeSet<>(entry.to()) + limits(entry);
  }

  private static String limits(EntryConfig entry) {
    return (entry.from().isEmpty() ? "" : " from " + new TreeSet<>(entry.from())) + when(entry);
  }

  /** Whom an entry is for, in words. */
  static String name(EntryConfig entry) {
    String from = entry.from().isEmpty() ? "" : " from " + Words.numbers(entry.from());
    return Words.numbers(entry.to()) + from + when(entry);
  }

  private static String when(EntryConfig entry) {
    return entry.when() == null ? "" : " when " + entry.when();
  }

  // ---- What became of each

  private void changes() {
    for (int now = 0; now < was.length; now++) {
      if (was[now] == NONE) {
        told.accept(
            "entry "
                + whole(after.get(now))
                + " is new and "
                + Words.way(after.get(now).way())
                + behind(now));
      } else {
        changed(names.get(now), before.get(was[now]), after.get(now));
      }
    }
    for (int old = 0; old < is.length; old++) {
      if (is[old] == NONE) {
        told.accept("entry " + whole(before.get(old)) + " is gone");
      }
    }
  }

  /** With every number: an entry that comes or goes is not told by the first few. */
  private static String whole(EntryConfig entry) {
    String from = entry.from().isEmpty() ? "" : " from " + joined(entry.from());
    return joined(entry.to()) + from + when(entry);
  }

  private static String joined(List<NumberPattern> numbers) {
    return numbers.stream().map(NumberPattern::toString).collect(Collectors.joining(", "));
  }

  /** Which known entry a new one goes before; nothing where it is the last. */
  private String behind(int place) {
    return IntStream.range(place + 1, was.length)
        .filter(next -> was[next] != NONE)
        .mapToObj(next -> ", looked at before " + names.get(next))
        .findFirst()
        .orElse("");
  }

  /** Each with a number where others before it are called the same. */
  private static List<String> names(List<EntryConfig> entries) {
    Map<String, Integer> copies = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (EntryConfig entry : entries) {
      int copy = copies.merge(name(entry), 1, Integer::sum);
      names.add("entry " + name(entry) + (copy == 1 ? "" : " (" + copy + ")"));
    }
    return names;
  }

  private void changed(String name, EntryConfig old, EntryConfig now) {
    if (old.equals(now)) {
      return;
    }
    without(now.to(), old.to()).forEach(each -> told.accept(name + " is now for " + each));
    without(old.to(), now.to()).forEach(each -> told.accept(name + " is no longer for " + each));
    if (!old.way().equals(now.way())) {
      boolean both = old.way() instanceof Way.ToQueue && now.way() instanceof Way.ToQueue;
      String before = Words.way(old.way());
      told.accept(
          name
              + " now "
              + Words.way(now.way())
              + " instead of "
              + (both ? before.substring("goes to ".length()) : before));
    }
    ENTRY.tell(name, old, now, told);
  }

  private static Set<NumberPattern> without(List<NumberPattern> all, List<NumberPattern> these) {
    Set<NumberPattern> left = new TreeSet<>(all);
    these.forEach(left::remove);
    return left;
  }

  // ---- Their order: each that is moved is told once, by the shorter way

  private void order() {
    List<Integer> kept = new ArrayList<>();
    IntStream.range(0, was.length).filter(now -> was[now] != NONE).forEach(kept::add);
    List<Integer> old = new ArrayList<>(kept);
    old.sort((one, other) -> Integer.compare(was[one], was[other]));
    for (int at = 0; at < kept.size(); at++) {
      while (!old.get(at).equals(kept.get(at))) {
        int up = old.indexOf(kept.get(at)) - at;
        int down = kept.indexOf(old.get(at)) - at;
        if (down > up) {
          moved(old.get(at), " after ", kept.get(at + down - 1));
          Collections.rotate(old.subList(at, at + down + 1), -1);
        } else {
          moved(kept.get(at), " before ", old.get(at));
          Collections.rotate(old.subList(at, at + up + 1), 1);
        }
      }
    }
  }

  private void moved(int entry, String where, int other) {
    told.accept(names.get(entry) + " is now looked at" + where + names.get(other));
  }

  // ---- Values in words

  private static String band(Treatment treatment) {
    return treatment.band() == null ? "the queue's" : Bands.name(treatment.band());
  }

  private static String variant(Treatment treatment) {
    return treatment.variant() == null ? "none" : treatment.variant();
  }

  private static String preferred(Treatment treatment) {
    if (treatment.lastAgent()) {
      return "the last agent";
    }
    return treatment.prefer().isEmpty() ? "nobody" : String.join(", ", treatment.prefer());
  }
}
