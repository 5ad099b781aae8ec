package usher.core.rules;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import usher.core.config.Bands;
import usher.core.config.ConfigResult;
import usher.core.config.EntryConfig;
import usher.core.config.Places;
import usher.core.config.QueueConfig;
import usher.core.config.SkillText;
import usher.core.config.UsherConfig;
import usher.core.config.Way;
import usher.core.entry.BusinessHours;
import usher.core.entry.NumberPattern;
import usher.core.rules.Finding.Severity;
import usher.routing.overflow.Rung;
import usher.routing.overflow.Then;
import usher.routing.overflow.When;
import usher.routing.plan.QueueSpec;
import usher.routing.skill.SkillExpression;

/**
 * Looks for what cannot work although every line of it is right. Run before a version is taken;
 * takes time in proportion to queues times kinds of agents, so never on the call loop.
 */
public final class RuleLint {

  private final UsherConfig config;
  private final Places places;
  private final Staff staff;
  private final List<Finding> findings = new ArrayList<>();

  private RuleLint(UsherConfig config, Places places) {
    this.config = config;
    this.places = places;
    this.staff = new Staff(config);
  }

  /** What is wrong, in the order of the file. */
  public static List<Finding> check(ConfigResult.Valid read) {
    RuleLint lint = new RuleLint(read.config(), read.places());
    lint.queues();
    lint.agents();
    lint.entries();
    lint.cycles();
    lint.starving();
    lint.hours();
    lint.findings.addAll(ContactLint.check(read));
    return lint.findings.stream().distinct().sorted(Finding.BY_PLACE).toList();
  }

  /** Whether a version with these findings is to be refused. */
  public static boolean refuses(List<Finding> findings) {
    return findings.stream().anyMatch(Finding::isError);
  }

  private void add(Severity severity, String path, String message) {
    findings.add(new Finding(severity, places.of(path), message));
  }

  // ---- Queues and agents

  private void queues() {
    Set<String> reached = queuesOfEntries();
    for (QueueConfig queue : config.queues().values()) {
      if (staff.anybodyServes(queue.routing(), SkillExpression.ANYBODY)) {
        steps(queue.routing());
        rungs(queue.routing());
      } else {
        boolean stuck = reached.contains(queue.name()) && queue.routing().rungs().isEmpty();
        add(
            stuck ? Severity.ERROR : Severity.WARNING,
            "queues." + queue.name(),
            "no agent can serve queue " + queue.name() + (stuck ? ", but calls get there" : ""));
      }
    }
  }

  private void steps(QueueSpec queue) {
    for (int step = 0; step < queue.steps().size(); step++) {
      String path = "queues." + queue.name() + (step == 0 ? "" : ".steps." + step);
      SkillExpression needs = queue.steps().get(step).needs();
      if (!staff.anybody(queue, needs)) {
        add(
            Severity.WARNING,
            path,
            "%s of queue %s asks for %s, which no agent satisfies"
                .formatted(
                    step == 0 ? "the beginning" : "step " + step,
                    queue.name(),
                    SkillText.written(needs)));
      }
      if (queue.maxWait() != null
          && step > 0
          && Staff.begins(queue, step).compareTo(queue.maxWait()) >= 0) {
        add(
            Severity.WARNING,
            path,
            "step %d of queue %s begins after %s, but calls wait %s at most"
                .formatted(
                    step,
                    queue.name(),
                    Words.duration(Staff.begins(queue, step)),
                    Words.duration(queue.maxWait())));
      }
    }
  }

  /** At the end of the wait a rung that is due then still fires. */
  private void rungs(QueueSpec queue) {
    for (int rung = 0; rung < queue.rungs().size(); rung++) {
      for (When when : queue.rungs().get(rung).when()) {
        if (when instanceof When.Waited(Duration atLeast)
            && queue.maxWait() != null
            && atLeast.compareTo(queue.maxWait()) > 0) {
          add(
              Severity.WARNING,
              "queues." + queue.name(),
              "rung %d of queue %s is for calls that waited %s, but they wait %s at most"
                  .formatted(
                      rung + 1,
                      queue.name(),
                      Words.duration(atLeast),
                      Words.duration(queue.maxWait())));
        }
      }
    }
  }

  private void agents() {
    Set<String> reached = queuesOfEntries();
    List.copyOf(reached).forEach(name -> reached.addAll(added(name)));
    for (Staff.Kind kind : staff.kinds()) {
      List<String> useful =
          config.queues().values().stream()
              .filter(queue -> kind.serves(queue.routing(), SkillExpression.ANYBODY))
              .map(QueueConfig::name)
              .toList();
      if (Collections.disjoint(useful, reached)) {
        List<String> names = staff.named(kind);
        String who = (names.size() == 1 ? "agent " : "agents ") + Words.some(names);
        String why = useful.isEmpty() ? unused(kind) : "no entry leads to " + Words.some(useful);
        add(
            Severity.WARNING,
            "agents." + names.getFirst(),
            who + " can never be offered a call: " + why);
      }
    }
  }

  /** Why no queue has any use for them, at the first where it is not for the skills. */
  private String unused(Staff.Kind kind) {
    return config.queues().values().stream()
        .map(QueueConfig::routing)
        .filter(kind::couldServe)
        .findFirst()
        .map(queue ->
            kind.isNeverCalled(queue)
                ? "queue %s never calls reserve %d"
                    .formatted(queue.name(), kind.in(queue).reserve())
                : "the delay of %s in queue %s is longer than its calls wait"
                    .formatted(Words.duration(kind.in(queue).delay()), queue.name()))
        .orElse("no queue has use for the skills");
  }

  // ---- Entries

  private Set<String> queuesOfEntries() {
    SortedSet<String> reached = new TreeSet<>();
    for (EntryConfig entry : config.entries()) {
      ways(entry).forEach(way -> queue(way, reached));
    }
    int before;
    do {
      before = reached.size();
      List.copyOf(reached).forEach(name -> reached.addAll(next(name)));
    } while (reached.size() > before);
    return reached;
  }

  private static List<Way> ways(EntryConfig entry) {
    List<Way> ways = new ArrayList<>(List.of(entry.way()));
    if (entry.doors().closed() != null) {
      ways.add(entry.doors().closed());
    }
    if (entry.doors().holiday() != null) {
      ways.add(entry.doors().holiday());
    }
    return ways;
  }

  private static void queue(Way way, Collection<String> to) {
    if (way instanceof Way.ToQueue(String name)) {
      to.add(name);
    }
  }

  private void entries() {
    for (int i = 0; i < config.entries().size(); i++) {
      EntryConfig entry = config.entries().get(i);
      variant(i, entry);
      shadow(i, entry);
    }
  }

  private void variant(int index, EntryConfig entry) {
    String variant = entry.treatment().variant();
    if (variant == null || !(entry.way() instanceof Way.ToQueue(String name))) {
      return;
    }
    QueueConfig queue = config.queue(name);
    int number = queue.variants().getOrDefault(variant, 0);
    SkillExpression brought =
        number == 0 ? SkillExpression.ANYBODY : queue.routing().variants().get(number - 1);
    if (!staff.anybodyServes(queue.routing(), brought)) {
      add(
          queue.routing().rungs().isEmpty() ? Severity.ERROR : Severity.WARNING,
          "entries." + index,
          "no agent of queue %s satisfies variant %s (%s)"
              .formatted(name, variant, SkillText.written(brought)));
    }
  }

  private void shadow(int index, EntryConfig entry) {
    for (int earlier = 0; earlier < index; earlier++) {
      if (covers(config.entries().get(earlier), entry)) {
        add(
            Severity.WARNING,
            "entries." + index,
            "the entry for %s never takes a call: the one on line %d takes them all before"
                .formatted(Words.numbers(entry.to()), places.of("entries." + earlier).line()));
        return;
      }
    }
  }

  /** Whether every call that would meet the later entry has met the earlier one. */
  private static boolean covers(EntryConfig earlier, EntryConfig later) {
    boolean asMuch = earlier.when() == null || earlier.when().equals(later.when());
    boolean onHolidays = later.doors().holiday() == null || earlier.doors().holiday() != null;
    boolean asLong =
        earlier.doors().hours() == null
            || earlier.doors().closed() != null
            || (later.doors().closed() == null
                && onHolidays
                && earlier.doors().hours().equals(later.doors().hours()));
    return asMuch
        && asLong
        && covers(earlier.to(), later.to())
        && (earlier.from().isEmpty()
            || (!later.from().isEmpty() && covers(earlier.from(), later.from())));
  }

  private static boolean covers(List<NumberPattern> earlier, List<NumberPattern> later) {
    return later.stream().allMatch(one -> earlier.stream().anyMatch(other -> other.covers(one)));
  }

  // ---- Ways from queue to queue

  /** The queues that calls of a queue are given to; one that is only added is no way out. */
  private List<String> next(String name) {
    List<String> next = closed(name);
    next.addAll(moved(name));
    return next;
  }

  /** Where calls get that find a queue closed. */
  private List<String> closed(String name) {
    QueueConfig queue = config.queue(name);
    List<String> closed = new ArrayList<>();
    if (queue.doors().closed() != null) {
      queue(queue.doors().closed(), closed);
    }
    if (queue.doors().holiday() != null) {
      queue(queue.doors().holiday(), closed);
    }
    return closed;
  }

  private List<String> moved(String name) {
    List<String> moved = new ArrayList<>();
    for (Rung rung : config.queue(name).routing().rungs()) {
      if (rung.then() instanceof Then.Move(String target, boolean _)) {
        moved.add(target);
      }
    }
    return moved;
  }

  private List<String> added(String name) {
    List<String> added = new ArrayList<>();
    for (Rung rung : config.queue(name).routing().rungs()) {
      if (rung.then() instanceof Then.AddQueue(String target)) {
        added.add(target);
      }
    }
    return added;
  }

  private void cycles() {
    Map<String, Boolean> done = new HashMap<>();
    for (String queue : config.queues().keySet()) {
      follow(queue, new ArrayList<>(), done);
    }
  }

  /** Walks the ways depth first; a queue met again on the way that led to it closes a cycle. */
  private void follow(String queue, List<String> way, Map<String, Boolean> done) {
    if (way.contains(queue)) {
      List<String> cycle = new ArrayList<>(way.subList(way.indexOf(queue), way.size()));
      cycle.add(queue);
      add(
          Severity.ERROR,
          "queues." + queue,
          "calls would be sent in a circle: " + String.join(" to ", cycle));
      return;
    }
    if (done.putIfAbsent(queue, true) != null) {
      return;
    }
    way.add(queue);
    for (String target : next(queue)) {
      follow(target, way, done);
    }
    way.removeLast();
  }

  // ---- Bands

  private void starving() {
    Map<String, SortedSet<Integer>> bands = bands();
    for (QueueConfig queue : config.queues().values()) {
      SortedSet<Integer> own = bands.getOrDefault(queue.name(), new TreeSet<>());
      if (queue.routing().maxStarve() == null && !own.isEmpty()) {
        starving(queue, own.last(), bands);
      }
    }
  }

  /** The bands in which calls get into each queue; those that rungs bring keep theirs. */
  private Map<String, SortedSet<Integer>> bands() {
    Map<String, SortedSet<Integer>> bands = new TreeMap<>();
    for (EntryConfig entry : config.entries()) {
      for (String name : entered(entry)) {
        Integer band = entry.treatment().band();
        bands
            .computeIfAbsent(name, _ -> new TreeSet<>())
            .add(band == null ? config.queue(name).band() : band);
      }
    }
    boolean more;
    do {
      more = false;
      for (String from : List.copyOf(bands.keySet())) {
        SortedSet<Integer> brought = bands.getOrDefault(from, new TreeSet<>());
        for (String to : brings(from)) {
          more |= bands.computeIfAbsent(to, _ -> new TreeSet<>()).addAll(brought);
        }
      }
    } while (more);
    return bands;
  }

  /** The queues that an entry leads to, also past closed doors. */
  private Set<String> entered(EntryConfig entry) {
    Set<String> entered = new TreeSet<>();
    Deque<String> ahead = new ArrayDeque<>();
    ways(entry).forEach(way -> queue(way, ahead));
    while (!ahead.isEmpty()) {
      String name = ahead.removeFirst();
      if (entered.add(name)) {
        ahead.addAll(closed(name));
      }
    }
    return entered;
  }

  private List<String> brings(String name) {
    List<String> to = moved(name);
    to.addAll(added(name));
    return to;
  }

  private void starving(QueueConfig queue, int lowest, Map<String, SortedSet<Integer>> bands) {
    for (Map.Entry<String, SortedSet<Integer>> other : bands.entrySet()) {
      int highest = other.getValue().first();
      QueueSpec rival = config.queue(other.getKey()).routing();
      if (highest < lowest && staff.sharedBy(queue.routing(), rival)) {
        add(
            Severity.WARNING,
            "queues." + queue.name(),
            "calls of %s (%s) can wait without end behind those of %s (%s): it has no max-starve"
                .formatted(queue.name(), Bands.name(lowest), other.getKey(), Bands.name(highest)));
        return;
      }
    }
  }

  // ---- Hours

  private void hours() {
    for (BusinessHours hours : config.hours().values()) {
      if (hours.week().values().stream().allMatch(List::isEmpty)) {
        add(Severity.WARNING, "hours." + hours.name(), "hours " + hours.name() + " never come");
      }
    }
  }
}
