package usher.core.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import usher.core.config.Bands;
import usher.core.config.ConfigResult;
import usher.core.config.EntryConfig;
import usher.core.config.QueueConfig;
import usher.core.config.SkillText;
import usher.core.config.Treatment;
import usher.core.config.Way;
import usher.core.entry.Attendance;
import usher.core.entry.CallFacts;
import usher.core.entry.Condition;
import usher.routing.call.NewCall;
import usher.routing.explain.Explainer;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.Step;

/**
 * Says what would become of a call: which entry takes it and why others do not, and who is asked.
 */
public final class RuleTrial {

  private final ConfigResult.Valid read;
  private final RuleSet rules;
  private final CallFacts facts;
  private final List<String> lines = new ArrayList<>();

  private RuleTrial(ConfigResult.Valid read, CallFacts facts) {
    this.read = read;
    this.rules = RuleSet.first(read);
    this.facts = facts;
  }

  /**
   * Tries a call on a configuration.
   *
   * @param facts what is known of the call; the attributes of its caller are added
   */
  public static List<String> of(ConfigResult.Valid read, CallFacts facts) {
    RuleTrial trial = new RuleTrial(read, withCaller(read, facts));
    trial.run();
    return List.copyOf(trial.lines);
  }

  private static CallFacts withCaller(ConfigResult.Valid read, CallFacts facts) {
    return new CallFacts(
        facts.to(),
        facts.domain(),
        facts.from(),
        facts.trunk(),
        facts.diverted(),
        facts.source(),
        facts.headers(),
        read.config().callers().getOrDefault(facts.from(), new TreeMap<>()),
        facts.epochMs());
  }

  private void run() {
    int taken = entries();
    switch (rules.entries().choose(facts)) {
      case EntryTable.Choice.Nowhere() -> lines.add("refused with 404: no entry is for this call");
      case EntryTable.Choice.Refused(_, int status) ->
          lines.add("refused with " + status + becauseClosed(rules.config().entries().get(taken)));
      case EntryTable.Choice.Queued(_, String queue, Treatment treatment) -> {
        hours(rules.config().entries().get(taken), queue);
        queue(rules.config().queue(queue), treatment);
      }
    }
  }

  /** Tells of each entry until one fits; the index of that, or -1. */
  private int entries() {
    int others = 0;
    List<EntryConfig> entries = rules.config().entries();
    for (int entry = 0; entry < entries.size(); entry++) {
      EntryTable.Fit fit = rules.entries().fit(entry, facts);
      if (fit instanceof EntryTable.Fit.OtherNumber) {
        others++;
      } else {
        lines.add(
            "%s: entry %s %s"
                .formatted(
                    read.places().of("entries." + entry),
                    EntryDiff.name(entries.get(entry)),
                    verdict(fit)));
      }
      if (fit instanceof EntryTable.Fit.Fits) {
        return entry;
      }
    }
    lines.add(others + (others == 1 ? " entry is" : " entries are") + " for other numbers");
    return -1;
  }

  private static String verdict(EntryTable.Fit fit) {
    return switch (fit) {
      case EntryTable.Fit.Fits() -> "takes the call";
      case EntryTable.Fit.OtherNumber() -> "is for other numbers";
      case EntryTable.Fit.OtherCaller() -> "is for other callers";
      case EntryTable.Fit.ConditionSaysNo(Condition.Verdict verdict) ->
          verdict == Condition.Verdict.FAILS
              ? "has a condition that cannot be said of this call"
              : "has a condition that does not hold";
      case EntryTable.Fit.Closed(Attendance attendance) -> "is closed" + why(attendance);
    };
  }

  private static String why(Attendance attendance) {
    return attendance.why().isEmpty() ? "" : " (" + attendance.why() + ")";
  }

  private static String becauseClosed(EntryConfig entry) {
    return switch (entry.way()) {
      case Way.ToQueue(String meant) -> ", because the way to " + meant + " is closed";
      case Way.Refuse _ -> "";
    };
  }

  /** Where the way led round closed doors, the queue is not the one that the entry names. */
  private void hours(EntryConfig entry, String queue) {
    if (entry.way() instanceof Way.ToQueue(String meant) && !meant.equals(queue)) {
      lines.add("it goes to " + queue + ", because the way to " + meant + " is closed");
    }
    Attendance attendance = rules.entries().attendance(queue, facts.epochMs());
    if (!attendance.isOpen()) {
      lines.add("queue " + queue + " is closed" + why(attendance));
    }
  }

  private void queue(QueueConfig queue, Treatment treatment) {
    int band = treatment.band() == null ? queue.band() : treatment.band();
    StringBuilder line = new StringBuilder("queue " + queue.name());
    line.append(", priority ").append(Bands.name(band));
    if (treatment.points() != 0) {
      line.append(", points ").append(treatment.points());
    }
    if (!treatment.credit().isZero()) {
      line.append(", credit ").append(Words.duration(treatment.credit()));
    }
    if (treatment.variant() != null) {
      line.append(", variant ").append(treatment.variant());
    }
    if (!treatment.attributes().isEmpty()) {
      line.append(", attributes ").append(treatment.attributes());
    }
    if (treatment.lastAgent()) {
      line.append(", the caller's last agent alone for ")
          .append(Words.duration(treatment.patience()));
    }
    lines.add(line.toString());
    steps(queue.routing());
    lines.add("who would be asked, if everybody were free:");
    Explainer.trial(rules.plan(), newCall(queue, treatment, band))
        .describe()
        .forEach(told -> lines.add("  " + told));
  }

  private NewCall newCall(QueueConfig queue, Treatment treatment, int band) {
    String variant = treatment.variant() == null ? "" : treatment.variant();
    NewCall call =
        new NewCall()
            .into(rules.plan().queueIndex(queue.name()))
            .variant(queue.variants().getOrDefault(variant, 0))
            .band(band)
            .points(treatment.points())
            .creditNs(treatment.credit().toNanos());
    int score = NewCall.MOST_PREFERRED;
    for (String agent : treatment.prefer()) {
      call.prefer(rules.plan().agentIndex(agent), score--)
          .patienceNs(treatment.patience().toNanos());
    }
    return call;
  }

  private void steps(QueueSpec queue) {
    for (int step = 0; step < queue.steps().size(); step++) {
      Step asked = queue.steps().get(step);
      lines.add(
          "  after %s: %s%s"
              .formatted(
                  Words.duration(Staff.begins(queue, step)),
                  SkillText.written(asked.needs()),
                  asked.replaces() ? ", and no longer what was asked before" : ""));
    }
    if (queue.maxWait() != null) {
      lines.add("  after " + Words.duration(queue.maxWait()) + ": the wait ends");
    }
    queue.rungs().forEach(rung -> lines.add("  overflow: it " + rung.describe()));
  }
}
