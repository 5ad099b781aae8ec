package usher.core.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import usher.core.config.Bands;
import usher.core.config.Doors;
import usher.core.config.QueueConfig;
import usher.core.config.SkillText;
import usher.routing.overflow.Rung;
import usher.routing.plan.OfferPolicy;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.ReservePolicy;
import usher.routing.plan.Step;
import usher.routing.skill.SkillExpression;
import usher.routing.skill.SkillExpression.And;
import usher.routing.skill.SkillExpression.AtLeast;

/** How two versions of a queue differ, in words. */
final class QueueDiff {

  private static final Facts<QueueSpec> ROUTING =
      new Facts<>(
          List.of(
              new Facts.Fact<>("chooses by", q -> String.join(", then ", q.strategy())),
              new Facts.Fact<>("begins with", q -> SkillText.written(q.needs())),
              new Facts.Fact<>("is served by", q -> q.membersOnly() ? "members only" : "anybody"),
              new Facts.Fact<>("weighs skills", q -> new TreeMap<>(q.skillWeights()).toString()),
              new Facts.Fact<>("asks at a time", QueueDiff::parallel),
              new Facts.Fact<>("ends the wait after", QueueDiff::maxWait),
              new Facts.Fact<>("gives wrap-up", QueueDiff::wrapUp),
              new Facts.Fact<>("ages calls", q -> q.acceleration() / 1000.0 + " times as fast"),
              new Facts.Fact<>("ages calls up to", q -> limit(q.maxAge())),
              new Facts.Fact<>("lets calls be overtaken for", q -> limit(q.maxStarve()))));

  private static final Facts<OfferPolicy> OFFERS =
      new Facts<>(
          List.of(
              new Facts.Fact<>("rings phones for", o -> Words.duration(o.ring())),
              new Facts.Fact<>("pauses after no answer", o -> Words.duration(o.noAnswerDelay())),
              new Facts.Fact<>("pauses after a refusal", o -> Words.duration(o.rejectDelay())),
              new Facts.Fact<>("pauses after busy", o -> Words.duration(o.busyDelay())),
              new Facts.Fact<>("pauses otherwise", o -> Words.duration(o.minimumDelay())),
              new Facts.Fact<>("sets not ready after missed calls:", o -> "" + o.maxMissed()),
              new Facts.Fact<>("asks an agent again after", o -> Words.duration(o.revisit())),
              new Facts.Fact<>("restarts the idle clock when missed:", QueueDiff::restarts)));

  private static final Facts<QueueConfig> CALLERS =
      new Facts<>(
          List.of(
              new Facts.Fact<>("has priority", q -> Bands.name(q.band())),
              new Facts.Fact<>("answers", q -> Words.of(q.answer())),
              new Facts.Fact<>("carries audio by", q -> Words.of(q.media())),
              new Facts.Fact<>("plays", q -> q.music() == null ? "the loop" : "" + q.music()),
              new Facts.Fact<>("wants answers within", q -> Words.duration(q.serviceLevel())),
              new Facts.Fact<>("is open in", q -> hours(q.doors())),
              new Facts.Fact<>("when closed", q -> closed(q.doors())),
              new Facts.Fact<>("calls its reserve", q -> reserve(q.routing().reserve()))));

  private QueueDiff() {}

  static void tell(QueueConfig before, QueueConfig after, Consumer<String> told) {
    String name = after.name();
    ROUTING.tell(name, before.routing(), after.routing(), told);
    steps(name, before.routing(), after.routing(), told);
    variants(before, after, told);
    OFFERS.tell(name, before.routing().offers(), after.routing().offers(), told);
    CALLERS.tell(name, before, after, told);
    rungs(name, before.routing().rungs(), after.routing().rungs(), told);
  }

  // ---- Rungs: by what they say; where only their order differs, that is said

  private static void rungs(
      String name, List<Rung> before, List<Rung> after, Consumer<String> told) {
    List<Rung> gone = without(before, after);
    List<Rung> added = without(after, before);
    gone.forEach(rung -> told.accept("a call of " + name + " no longer " + rung.describe()));
    added.forEach(rung -> told.accept("a call of " + name + " now " + rung.describe()));
    if (!without(before, gone).equals(without(after, added))) {
      told.accept(name + " looks at its rungs in another order");
    }
  }

  /** As often as it stands in one and not in the other. */
  private static List<Rung> without(List<Rung> all, List<Rung> these) {
    List<Rung> left = new ArrayList<>(all);
    these.forEach(left::remove);
    return left;
  }

  // ---- Steps: matched by what they ask for, so that a moved one is moved and not new

  private static void steps(String name, QueueSpec before, QueueSpec after, Consumer<String> told) {
    for (int step = 1; step < after.steps().size(); step++) {
      int was = like(before, after, step);
      Duration begins = Staff.begins(after, step);
      if (was < 0) {
        told.accept(name + " newly " + relaxes(after, step) + " after " + Words.duration(begins));
      } else if (!Staff.begins(before, was).equals(begins)) {
        told.accept(
            "%s %s after %s instead of %s"
                .formatted(
                    name,
                    relaxes(after, step),
                    Words.duration(begins),
                    Words.duration(Staff.begins(before, was))));
      }
    }
    for (int step = 1; step < before.steps().size(); step++) {
      if (like(after, before, step) < 0) {
        told.accept(
            "%s no longer %s after %s"
                .formatted(
                    name, relaxes(before, step), Words.duration(Staff.begins(before, step))));
      }
    }
  }

  /** Where a queue has a step that another one has; of several alike the first is the first. */
  private static int like(QueueSpec queue, QueueSpec other, int wanted) {
    int copies = 0;
    for (int step = 1; step <= wanted; step++) {
      copies += isLike(other.steps().get(step), other.steps().get(wanted)) ? 1 : 0;
    }
    for (int step = 1; step < queue.steps().size(); step++) {
      copies -= isLike(queue.steps().get(step), other.steps().get(wanted)) ? 1 : 0;
      if (copies == 0) {
        return step;
      }
    }
    return -1;
  }

  private static boolean isLike(Step one, Step other) {
    return one.needs().equals(other.needs()) && one.replaces() == other.replaces();
  }

  private static String relaxes(QueueSpec queue, int step) {
    Step to = queue.steps().get(step);
    return (to.replaces() ? "changes to " : "relaxes to ") + target(queue.needs(), to.needs());
  }

  /** Where one skill is asked for from beginning to end, its level says it all. */
  private static String target(SkillExpression first, SkillExpression then) {
    AtLeast one = single(first);
    AtLeast other = single(then);
    return one != null && other != null && one.skill().equals(other.skill())
        ? "level " + other.level()
        : SkillText.written(then);
  }

  private static @Nullable AtLeast single(SkillExpression expression) {
    return switch (expression) {
      case AtLeast one -> one;
      case And(var parts) when parts.size() == 1 -> single(parts.getFirst());
      default -> null;
    };
  }

  private static void variants(QueueConfig before, QueueConfig after, Consumer<String> told) {
    Map<String, String> was = variants(before);
    Map<String, String> is = variants(after);
    for (String name : new TreeSet<>(was.keySet())) {
      if (!is.containsKey(name)) {
        told.accept(after.name() + " loses variant " + name);
      }
    }
    is.forEach((name, needs) -> {
      String old = was.get(name);
      if (old == null) {
        told.accept(after.name() + " gains variant " + name + ": " + needs);
      } else if (!old.equals(needs)) {
        told.accept(
            "%s takes variant %s to mean %s instead of %s"
                .formatted(after.name(), name, needs, old));
      }
    });
  }

  private static Map<String, String> variants(QueueConfig queue) {
    return queue.variants().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e -> SkillText.written(queue.routing().variants().get(e.getValue() - 1)),
                (one, _) -> one,
                TreeMap::new));
  }

  // ---- Values in words

  private static String parallel(QueueSpec queue) {
    int offers = queue.parallel().offers();
    Duration every = queue.parallel().every();
    return offers
        + (offers == 1 ? " agent" : " agents")
        + (every.isZero() ? "" : " and as many more every " + Words.duration(every));
  }

  private static String reserve(ReservePolicy policy) {
    return policy.levels().isEmpty()
        ? "never"
        : policy.levels().stream()
            .map(level -> "at " + reached(level.join()) + " until " + left(level.leave()))
            .collect(Collectors.joining(", more "));
  }

  /** The reserve joins at any of the limits. */
  private static String reached(ReservePolicy.Limits limits) {
    String below = limits.percent() == 0 ? "" : "a service level below " + limits.percent() + " %";
    return limits(limits, "", below, " or ");
  }

  /** It leaves when none of them is reached any more. */
  private static String left(ReservePolicy.Limits limits) {
    String kept = limits.percent() == 0 ? "" : "a service level of " + limits.percent() + " %";
    return limits(limits, "less than ", kept, " and ");
  }

  private static String limits(
      ReservePolicy.Limits limits, String before, String level, String joint) {
    List<String> all = new ArrayList<>();
    if (limits.longestWait() != null) {
      all.add(before + Words.duration(limits.longestWait()) + " of wait");
    }
    if (limits.waiting() > 0) {
      all.add(before + limits.waiting() + " calls");
    }
    if (limits.expectedWait() != null) {
      all.add(before + Words.duration(limits.expectedWait()) + " of expected wait");
    }
    if (!level.isEmpty()) {
      all.add(level);
    }
    return String.join(joint, all);
  }

  private static String maxWait(QueueSpec queue) {
    return limit(queue.maxWait()) + (queue.maxWaitCutsRinging() ? ", even while it rings" : "");
  }

  private static String wrapUp(QueueSpec queue) {
    String cap = queue.wrapUpCap() == null ? "" : ", at most " + Words.duration(queue.wrapUpCap());
    return Words.duration(queue.wrapUp()) + " (" + Words.of(queue.wrapUpMode()) + ")" + cap;
  }

  private static String limit(@Nullable Duration limit) {
    return limit == null ? "no limit" : Words.duration(limit);
  }

  private static String restarts(OfferPolicy offers) {
    return offers.missedRestartsIdle() ? "yes" : "no";
  }

  static String hours(Doors doors) {
    return doors.hours() == null ? "all hours" : "hours " + doors.hours();
  }

  static String closed(Doors doors) {
    String closed = doors.closed() == null ? "nothing special" : Words.way(doors.closed());
    return doors.holiday() == null || Objects.equals(doors.holiday(), doors.closed())
        ? closed
        : closed + ", on holidays " + Words.way(doors.holiday());
  }
}
