package usher.softphone.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import usher.softphone.audio.AudioTotals;
import usher.softphone.bulk.CallEnd;
import usher.softphone.bulk.CallFigures;
import usher.softphone.bulk.CallFigures.Measure;
import usher.softphone.fleet.AgentFigures;
import usher.softphone.results.Accounts;
import usher.softphone.results.Accounts.ServerCounts;
import usher.softphone.results.CallResults;
import usher.softphone.results.Measurement;
import usher.softphone.scenario.Scenario;

/**
 * What a scenario came to: a stretch for each group of callers, one for all agents, and the
 * oracle's verdict.
 */
final class ScenarioOutcome {
  private static final double PERCENT = 100;

  /**
   * How it ended.
   *
   * @param allRegistered whether every agent was registered before the first call
   * @param missing agents who were not registered after the last call, though they wanted to be
   * @param quiet whether all calls ended, and all last REGISTERs were answered
   * @param busy agents who have a call nevertheless
   * @param stillRegistered agents whose registration was not taken back
   * @param doubtful calls that agents answered and the server may count otherwise
   * @param strange messages that came and belonged to no phone
   */
  record Ending(
      boolean allRegistered,
      int missing,
      boolean quiet,
      int busy,
      int stillRegistered,
      long doubtful,
      long strange) {
    /** It has not begun. */
    static final Ending NONE = new Ending(false, 0, false, 0, 0, 0, 0);
  }

  private final Scenario scenario;
  private final List<CallFigures> calls;
  private final AgentFigures agents;
  private final AudioTotals toCallers;
  private final AudioTotals toAgents;
  private final Registrations registrations;
  private final Histogram freeUs;
  private final Ending ending;

  ScenarioOutcome(
      Scenario scenario,
      List<CallFigures> calls,
      AgentFigures agents,
      AudioTotals toCallers,
      AudioTotals toAgents,
      Registrations registrations,
      Histogram freeUs,
      Ending ending) {
    this.scenario = scenario;
    this.calls = calls;
    this.agents = agents;
    this.toCallers = toCallers;
    this.toAgents = toAgents;
    this.registrations = registrations;
    this.freeUs = freeUs;
    this.ending = ending;
  }

  // ---- results

  /**
   * All stretches.
   *
   * @param server what its records say; null where nobody has looked
   */
  List<Measurement> measured(@Nullable ServerCounts server) {
    List<Measurement> all = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      all.add(callers(scenario.callers().get(i).plan().prefix(), calls.get(i)));
    }
    if (!scenario.agents().isEmpty()) {
      all.add(agents());
    }
    Stream.of(audio("audio to callers", toCallers), audio("audio to agents", toAgents))
        .flatMap(Optional::stream)
        .forEach(all::add);
    all.add(verdict(server));
    return all;
  }

  private static Measurement callers(String prefix, CallFigures calls) {
    Measurement measured = new Measurement("callers " + prefix);
    long answered = calls.count(CallEnd.ANSWERED);
    measured.put("calls", calls.attempted()).put("answered", answered);
    measured.put("success_pct", PERCENT * answered / calls.attempted());
    measured.put("good", calls.good()).put("begun_late", calls.late());
    CallResults.note(measured, calls);
    long refused = calls.count(CallEnd.REFUSED);
    long broken = calls.count(CallEnd.BROKEN);
    measured.require(refused == 0, refused + " calls were refused");
    return measured.require(broken == 0, broken + " calls broke");
  }

  private Measurement agents() {
    Measurement measured = new Measurement("agents");
    measured.put("registering", registrations.agents());
    measured.put("registrations", registrations.us().getTotalCount());
    registrations
        .failures()
        .forEach((status, count) -> measured.put("registrations_failed_" + status, count));
    measured.put("offered", agents.offered()).put("answered", agents.answered());
    measured.put("declined", agents.declined()).put("missed", agents.missed());
    measured.put("broken", agents.broken()).put("vanished", agents.vanished());
    measured.put("registration", registrations.us());
    measured.put("agent-free-to-offer", freeUs);
    return measured.require(ending.allRegistered, "not all could register");
  }

  private static Optional<Measurement> audio(String name, AudioTotals audio) {
    if (audio.calls() == 0) {
      return Optional.empty();
    }
    Measurement measured = new Measurement(name);
    measured.put("calls", audio.calls()).put("calls_that_heard_nothing", audio.deaf());
    measured.put("packets_sent", audio.sent()).put("packets_expected", audio.expected());
    measured.put("packets_lost", audio.lost()).put("packets_late", audio.late());
    measured.put("packets_lost_pct", PERCENT * audio.lost() / audio.expected());
    return Optional.of(measured.put("jitter", audio.jitterUs()));
  }

  /** Every call has one outcome, every agent ends where he should, the server counts the same. */
  private Measurement verdict(@Nullable ServerCounts server) {
    Measurement verdict = new Measurement("oracle");
    Accounts accounts = new Accounts();
    calls.forEach(accounts::add);
    accounts.judgeCalls(verdict);
    accounts.doubt(ending.doubtful);
    whereAgentsEnded(verdict);
    boolean bothSides = !scenario.agents().isEmpty() && !calls.isEmpty();
    if (bothSides) {
      verdict.put("calls_in_doubt", accounts.doubt(agents));
      accounts.judgeAgents(verdict, agents);
    }
    if (server != null && !calls.isEmpty()) {
      accounts.judgeRecords(verdict, server);
    }
    if (server != null && bothSides) {
      accounts.judgeAnswers(verdict, agents, server);
    }
    return verdict.require(ending.quiet, "a call, or a REGISTER, hangs");
  }

  private void whereAgentsEnded(Measurement verdict) {
    verdict.put("agents_missing", ending.missing).put("agents_busy", ending.busy);
    verdict.put("agents_still_registered", ending.stillRegistered);
    verdict.put("strange_messages", ending.strange);
    verdict.require(
        ending.missing == 0, ending.missing + " agents had lost their registrations in the end");
    verdict.require(ending.busy == 0, ending.busy + " agents are still in a call");
    verdict.require(
        ending.stillRegistered == 0,
        ending.stillRegistered + " agents could not take their registrations back");
  }

  // ---- the table

  /** What is shown in the end, good where this is. */
  Summary summary(boolean good) {
    Summary summary =
        new Summary(good)
            .row("calls", sum(CallFigures::attempted))
            .row("answered", sum(each -> each.count(CallEnd.ANSWERED)))
            .row("refused", sum(each -> each.count(CallEnd.REFUSED)))
            .row("abandoned", sum(each -> each.count(CallEnd.ABANDONED)))
            .row("broken", sum(each -> each.count(CallEnd.BROKEN)))
            .row("begun late", sum(CallFigures::late))
            .row("offered to agents", agents.offered())
            .row("answered by agents", agents.answered())
            .row("declined, missed", agents.declined() + agents.missed())
            .row("failed registrations", Texts.byStatus(registrations.failures()));
    row(summary, "to callers", toCallers);
    row(summary, "to agents", toAgents);
    for (Measure measure : Measure.values()) {
      row(summary, measure.key(), all(measure));
    }
    row(summary, "registration", registrations.us());
    row(summary, "agent-free-to-offer", freeUs);
    return summary;
  }

  private static void row(Summary summary, String name, AudioTotals audio) {
    if (audio.calls() > 0) {
      summary.row(
          name,
          String.format(
              Locale.ROOT,
              "%,d packets, %,d lost, %,d late; in %,d calls nothing was heard",
              audio.received(),
              audio.lost(),
              audio.late(),
              audio.deaf()));
      summary.row("jitter " + name, Texts.ms(audio.jitterUs()));
    }
  }

  private long sum(ToLongFunction<CallFigures> count) {
    return calls.stream().mapToLong(count).sum();
  }

  private Histogram all(Measure measure) {
    Histogram all = new Histogram(calls.isEmpty() ? freeUs : calls.getFirst().histogram(measure));
    calls.forEach(each -> all.add(each.histogram(measure)));
    return all;
  }

  private static void row(Summary summary, String name, Histogram us) {
    if (us.getTotalCount() > 0) {
      summary.row(name, Texts.ms(us));
    }
  }

  /** What was played, in short. */
  String about() {
    return String.format(
        Locale.ROOT,
        "%,d agents, callers in %d groups, against %s:%d",
        scenario.agents().stream().mapToInt(each -> each.plan().count()).sum(),
        scenario.callers().size(),
        scenario.server().getAddress().getHostAddress(),
        scenario.server().getPort());
  }
}
