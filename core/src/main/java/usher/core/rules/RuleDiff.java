package usher.core.rules;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import usher.core.config.AgentConfig;
import usher.core.config.AgentConfig.Access;
import usher.core.config.CallOrders;
import usher.core.config.FeatureCodes;
import usher.core.config.TransferConfig;
import usher.core.config.UsherConfig;
import usher.core.entry.BusinessHours;
import usher.routing.plan.Membership;

/**
 * How two configurations differ, by meaning and not by text: what agents, callers and supervisors
 * will notice. Comments, order of keys and other spellings of the same are no difference.
 */
public final class RuleDiff {

  private static final Facts<Membership> MEMBERSHIP =
      new Facts<>(
          List.of(
              new Facts.Fact<>("is in tier", m -> "" + m.tier()),
              new Facts.Fact<>("has rank", m -> "" + m.rank()),
              new Facts.Fact<>("gets calls only after", m -> Words.duration(m.delay())),
              new Facts.Fact<>("has weight", m -> "" + m.weight()),
              new Facts.Fact<>("has share", m -> "" + m.share()),
              new Facts.Fact<>("is in reserve", m -> "" + m.reserve())));

  private static final Facts<FeatureCodes> CODES =
      new Facts<>(
          List.of(
              new Facts.Fact<>("login is", FeatureCodes::login),
              new Facts.Fact<>("logout is", FeatureCodes::logout),
              new Facts.Fact<>("ready is", FeatureCodes::ready),
              new Facts.Fact<>("not-ready is", FeatureCodes::notReady),
              new Facts.Fact<>("wrap-up-done is", FeatureCodes::wrapUpDone),
              new Facts.Fact<>("conference is", FeatureCodes::conference)));

  private final UsherConfig before;
  private final UsherConfig after;
  private final List<String> told = new ArrayList<>();

  private RuleDiff(UsherConfig before, UsherConfig after) {
    this.before = before;
    this.after = after;
  }

  /** One sentence for each difference; none where they mean the same. */
  public static List<String> between(UsherConfig before, UsherConfig after) {
    RuleDiff diff = new RuleDiff(before, after);
    diff.agents();
    diff.queues();
    EntryDiff.tell(before.entries(), after.entries(), diff.told::add);
    diff.hours();
    diff.desks();
    diff.rest();
    return List.copyOf(diff.told);
  }

  private interface Both<T> {
    void compare(String name, T before, T after);
  }

  private <T> void compare(
      String kind, SortedMap<String, T> was, SortedMap<String, T> is, Both<T> both) {
    SortedSet<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    for (String name : names) {
      T old = was.get(name);
      T now = is.get(name);
      if (old == null) {
        told.add(kind + " " + name + " is new");
      } else if (now == null) {
        told.add(kind + " " + name + " is gone");
      } else if (!old.equals(now)) {
        both.compare(name, old, now);
      }
    }
  }

  // ---- Agents

  private void agents() {
    compare("agent", before.agents(), after.agents(), this::agent);
  }

  private void agent(String name, AgentConfig was, AgentConfig is) {
    String who = "agent " + name;
    levels(who, was.skills(), is.skills());
    memberships(who, was.queues(), is.queues());
    access(who, was.access(), is.access());
    String old = was.wrapUp() == null ? "the queue's" : Words.duration(was.wrapUp());
    String now = is.wrapUp() == null ? "the queue's" : Words.duration(is.wrapUp());
    if (!old.equals(now)) {
      told.add(who + " has wrap-up " + now + " instead of " + old);
    }
    if (was.srtp() != is.srtp()) {
      told.add(who + (is.srtp() ? " is offered SRTP" : " is no longer offered SRTP"));
    }
  }

  private void levels(String who, SortedMap<String, Integer> was, SortedMap<String, Integer> is) {
    changes(
        was,
        is,
        (skill, level) -> who + " gains " + skill + " " + level,
        (skill, level) -> who + " loses " + skill + " " + level,
        (skill, levels) -> who + " has " + skill + " " + levels);
  }

  private interface Said<T> extends BiFunction<String, T, String> {}

  private <T> void changes(
      Map<String, T> was,
      Map<String, T> is,
      Said<T> gains,
      Said<T> loses,
      BiFunction<String, String, String> changes) {
    SortedSet<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    for (String name : names) {
      T old = was.get(name);
      T now = is.get(name);
      if (old == null && now != null) {
        told.add(gains.apply(name, now));
      } else if (old != null && now == null) {
        told.add(loses.apply(name, old));
      } else if (old != null && now != null && !old.equals(now)) {
        told.add(changes.apply(name, now + " instead of " + old));
      }
    }
  }

  private void memberships(
      String who, SortedMap<String, Membership> was, SortedMap<String, Membership> is) {
    SortedSet<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    for (String queue : names) {
      Membership old = was.get(queue);
      Membership now = is.get(queue);
      if (old == null) {
        told.add(who + " becomes a member of " + queue);
      } else if (now == null) {
        told.add(who + " is no longer a member of " + queue);
      }
      MEMBERSHIP.tell(
          who + " in " + queue,
          old == null ? Membership.DEFAULT : old,
          now == null ? Membership.DEFAULT : now,
          told::add);
    }
  }

  private void access(String who, Access was, Access is) {
    if (was instanceof Access.Registers(var oldSecret, var oldState)
        && is instanceof Access.Registers(var secret, var state)) {
      if (!oldSecret.equals(secret)) {
        told.add(who + " has another password");
      }
      state(who, Words.of(oldState), Words.of(state));
    } else if (was instanceof Access.FixedContact(var oldUri, var oldState)
        && is instanceof Access.FixedContact(var uri, var state)) {
      if (!oldUri.equals(uri)) {
        told.add(who + " is at " + uri + " instead of " + oldUri);
      }
      state(who, Words.of(oldState), Words.of(state));
    } else {
      told.add(
          who
              + (is instanceof Access.FixedContact(var uri, _)
                  ? " is always at " + uri + " and no longer registers"
                  : " registers and is no longer at one place"));
    }
  }

  private void state(String who, String was, String is) {
    if (!was.equals(is)) {
      told.add(who + " begins " + is + " instead of " + was);
    }
  }

  // ---- Queues, hours

  private void queues() {
    compare(
        "queue",
        before.queues(),
        after.queues(),
        (_, was, is) -> QueueDiff.tell(was, is, told::add));
  }

  private void hours() {
    compare("hours", before.hours(), after.hours(), this::hours);
  }

  private void hours(String name, BusinessHours was, BusinessHours is) {
    changes(
        week(was),
        week(is),
        (day, spans) -> name + " opens on " + day + " " + spans,
        (day, spans) -> name + " no longer opens on " + day + " (" + spans + ")",
        (day, spans) -> name + " opens on " + day + " " + spans);
    changes(
        holidays(was),
        holidays(is),
        (date, why) -> name + " gains holiday " + date + " (" + why + ")",
        (date, why) -> name + " loses holiday " + date + " (" + why + ")",
        (date, why) -> name + " calls holiday " + date + " " + why);
    changes(
        closures(was),
        closures(is),
        (time, why) -> name + " is closed " + time + quoted(why),
        (time, why) -> name + " is no longer closed " + time + quoted(why),
        (time, why) -> name + " calls the closure " + time + " " + why);
    if (!was.zone().equals(is.zone())) {
      told.add(name + " is in " + is.zone() + " instead of " + was.zone());
    }
  }

  private static Map<String, String> week(BusinessHours hours) {
    Map<String, String> week = new TreeMap<>();
    hours.week().forEach((day, spans) -> week.put(day(day), join(spans)));
    week.values().removeIf(String::isEmpty);
    return week;
  }

  private static String day(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String join(List<?> spans) {
    return spans.stream().map(Object::toString).collect(Collectors.joining(" and "));
  }

  private static Map<String, String> holidays(BusinessHours hours) {
    Map<String, String> holidays = new TreeMap<>();
    hours.holidays().forEach((date, name) -> holidays.put(date.toString(), name));
    return holidays;
  }

  private static Map<String, String> closures(BusinessHours hours) {
    Map<String, String> closures = new TreeMap<>();
    hours
        .closures()
        .forEach(closure ->
            closures.merge(
                "from " + closure.from() + " to " + closure.to(),
                closure.why(),
                (one, other) -> one + ", " + other));
    return closures;
  }

  private static String quoted(String why) {
    return why.isEmpty() ? "" : " (" + why + ")";
  }

  // ---- What agents dial, pass on and watch

  private void desks() {
    TransferConfig was = before.transfer();
    TransferConfig is = after.transfer();
    if (was.keepAge() != is.keepAge()) {
      told.add(
          "a call that is passed to a queue "
              + (is.keepAge() ? "now keeps" : "no longer keeps")
              + " its age");
    }
    if (!was.ring().equals(is.ring())) {
      told.add(
          "a phone that a call is passed to rings for %s instead of %s"
              .formatted(Words.duration(is.ring()), Words.duration(was.ring())));
    }
    outside(is, was, "agents may now call, and pass calls to, ");
    outside(was, is, "agents may no longer call, or pass calls to, ");
    CODES.tell("the feature code of", before.codes(), after.codes(), told::add);
    compare(
        "lamp list",
        before.lampLists(),
        after.lampLists(),
        (name, old, now) ->
            told.add(
                "lamp list %s shows %s instead of %s"
                    .formatted(name, String.join(", ", now), String.join(", ", old))));
  }

  private void outside(TransferConfig one, TransferConfig other, String says) {
    one.outside().stream()
        .filter(number -> !other.outside().contains(number))
        .forEach(number -> told.add(says + number));
  }

  private void rest() {
    compare(
        "caller",
        before.callers(),
        after.callers(),
        (number, was, is) ->
            told.add("caller " + number + " has attributes " + is + " instead of " + was));
    if (!before.zone().equals(after.zone())) {
      told.add("the time zone is " + after.zone() + " instead of " + before.zone());
    }
    if (!before.callOrder().equals(after.callOrder())) {
      told.add(
          "calls are ordered by "
              + CallOrders.name(after.callOrder())
              + " instead of "
              + CallOrders.name(before.callOrder()));
    }
    if (before.ownCallsRestartIdle() != after.ownCallsRestartIdle()) {
      told.add(
          "an agent's own call "
              + (after.ownCallsRestartIdle() ? "now" : "no longer")
              + " begins the idle time anew");
    }
    if (before.reload().alsoWaiting() != after.reload().alsoWaiting()) {
      told.add(
          "new rules count "
              + (after.reload().alsoWaiting() ? "also" : "no longer")
              + " for calls that wait");
    }
    if (before.reload().watch() != after.reload().watch()) {
      told.add("the file is " + (after.reload().watch() ? "now" : "no longer") + " watched");
    }
    for (String key : after.waitingForRestart(before)) {
      told.add(key + (key.endsWith("s") ? " change" : " changes") + ", after a restart");
    }
  }
}
