package usher.softphone.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import usher.softphone.audio.AudioTotals;
import usher.softphone.bulk.BulkAgents;
import usher.softphone.bulk.BulkCallers;
import usher.softphone.bulk.BulkFleet;
import usher.softphone.bulk.CallEnd;
import usher.softphone.bulk.CallFigures;
import usher.softphone.fleet.AgentFigures;
import usher.softphone.scenario.Scenario;

/** A scenario from its first registration to its table. */
final class ScenarioRun {
  private static final Duration REGISTERED_WITHIN = Duration.ofMinutes(5);

  /** What the last CANCEL, BYE and REGISTER have until they are given up: 64 times T1. */
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(40);

  /** Who fails to register tries again after 5 s, and his REGISTERs have 32 s for an answer. */
  private static final Duration BACK_WITHIN = STOPPED_WITHIN;

  private static final long LOOK_EVERY_MS = 50;
  private static final int DIGITS = 3;

  private final Scenario scenario;
  private final BulkFleet fleet;
  private final Screen screen;
  private final Interrupt interrupt;
  private final List<BulkAgents> agents = new ArrayList<>();
  private final List<BulkCallers> callers = new ArrayList<>();
  private final long startNs = System.nanoTime();
  private final Deque<Move> moves = new ArrayDeque<>();
  private ScenarioOutcome.Ending ending = ScenarioOutcome.Ending.NONE;

  ScenarioRun(Scenario scenario, BulkFleet fleet, Screen screen, Interrupt interrupt) {
    this.scenario = scenario;
    this.fleet = fleet;
    this.screen = screen;
    this.interrupt = interrupt;
  }

  /** Returns when all is over, or somebody has interrupted it. */
  void play() throws IOException {
    if (scenario.trusted() != null) {
      fleet.trust(scenario.trusted());
    }
    for (Scenario.Agents each : scenario.agents()) {
      agents.add(fleet.agents(each.plan(), each.access()));
    }
    boolean allRegistered = watch(() -> registered() == registering(), REGISTERED_WITHIN);
    for (Scenario.Callers each : scenario.callers()) {
      callers.add(fleet.callers(each.plan(), each.access()));
    }
    planStorms();
    planMoves();
    watch(() -> !callers.isEmpty() && isDone(), longest());
    ending = end(allRegistered);
  }

  /** Calls first: whoever has lost his registration meanwhile has a while to come back. */
  private ScenarioOutcome.Ending end(boolean allRegistered) {
    fleet.execute(() -> callers.forEach(BulkCallers::stop));
    await(() -> isDone() && missing() == 0, BACK_WITHIN);
    int missing = missing();
    fleet.execute(() -> agents.forEach(BulkAgents::stop));
    boolean quiet = await(() -> isDone() && agentsAreQuiet(), STOPPED_WITHIN);
    int busy = fleet.ask(() -> agents.stream().mapToInt(BulkAgents::busy).sum());
    return new ScenarioOutcome.Ending(
        allRegistered, missing, quiet, busy, registered(), doubtful(), fleet.strange());
  }

  private long doubtful() {
    return fleet.ask(() -> agents.stream().mapToLong(BulkAgents::doubtful).sum());
  }

  private int missing() {
    return fleet.ask(() -> agents.stream().mapToInt(BulkAgents::missing).sum());
  }

  /** Callers come to an end by themselves; where there are none, agents stay for the length. */
  private Duration longest() {
    return scenario.callers().stream()
        .map(each -> each.plan().length())
        .max(Duration::compareTo)
        .map(length -> length.plus(scenario.grace()))
        .orElse(Duration.ofDays(1));
  }

  private void planStorms() {
    for (int i = 0; i < agents.size(); i++) {
      BulkAgents group = agents.get(i);
      Scenario.Storm storm = scenario.agents().get(i).storm();
      if (storm != null) {
        fleet.after(storm.at(), () -> group.registerAgain(storm.within().toNanos()));
      }
    }
  }

  /** Phones that get another address. */
  private record Move(long dueNs, Object phones, InetSocketAddress to) {
    private static void plan(
        List<Move> moves, Object phones, Scenario.@Nullable Move move, long nowNs) {
      if (move != null) {
        moves.add(new Move(nowNs + move.at().toNanos(), phones, move.to()));
      }
    }
  }

  private void planMoves() {
    long nowNs = System.nanoTime();
    List<Move> all = new ArrayList<>();
    for (int i = 0; i < agents.size(); i++) {
      Move.plan(all, agents.get(i), scenario.agents().get(i).move(), nowNs);
    }
    for (int i = 0; i < callers.size(); i++) {
      Move.plan(all, callers.get(i), scenario.callers().get(i).move(), nowNs);
    }
    all.sort(Comparator.comparingLong(move -> move.dueNs() - nowNs));
    moves.addAll(all);
  }

  private void moveWhoIsDue(long nowNs) throws IOException {
    Move next = moves.peek();
    while (next != null && nowNs - next.dueNs() >= 0) {
      moves.remove();
      fleet.move(next.phones(), next.to());
      next = moves.peek();
    }
  }

  /** Prints how it stands until it is so, interrupted or too late; true if it is so. */
  private boolean watch(BooleanSupplier isSo, Duration longest) throws IOException {
    long beginNs = System.nanoTime();
    long nextNs = beginNs + screen.interval().toNanos();
    while (!isSo.getAsBoolean()) {
      long nowNs = System.nanoTime();
      if (nowNs - beginNs > longest.toNanos() || interrupt.asked(LOOK_EVERY_MS)) {
        return false;
      }
      moveWhoIsDue(nowNs);
      if (nowNs - nextNs >= 0) {
        screen.status(status());
        nextNs += screen.interval().toNanos();
      }
    }
    return true;
  }

  private static boolean await(BooleanSupplier isSo, Duration longest) {
    long beginNs = System.nanoTime();
    boolean so = isSo.getAsBoolean();
    while (!so && System.nanoTime() - beginNs < longest.toNanos()) {
      LockSupport.parkNanos(LOOK_EVERY_MS * 1_000_000);
      so = isSo.getAsBoolean();
    }
    return so;
  }

  // ---- how it stands

  private boolean isDone() {
    return fleet.ask(() -> callers.stream().allMatch(BulkCallers::isDone));
  }

  private boolean agentsAreQuiet() {
    return fleet.ask(() -> agents.stream().allMatch(BulkAgents::isQuiet));
  }

  private int registering() {
    return scenario.agents().stream()
        .filter(each -> each.plan().registering() != null)
        .mapToInt(each -> each.plan().count())
        .sum();
  }

  private int registered() {
    return fleet.ask(() -> agents.stream().mapToInt(BulkAgents::registered).sum());
  }

  private AgentFigures agentFigures() {
    return fleet.ask(() ->
        agents.stream().map(BulkAgents::figures).reduce(AgentFigures.NONE, AgentFigures::plus));
  }

  private AudioTotals audioOfCallers() {
    return fleet.ask(() ->
        callers.stream().map(BulkCallers::audio).reduce(AudioTotals.none(), AudioTotals::plus));
  }

  private AudioTotals audioOfAgents() {
    return fleet.ask(
        () -> agents.stream().map(BulkAgents::audio).reduce(AudioTotals.none(), AudioTotals::plus));
  }

  private List<CallFigures> callFigures() {
    return callers.stream().map(fleet::figures).toList();
  }

  private static long sum(List<CallFigures> calls, ToLongFunction<CallFigures> count) {
    return calls.stream().mapToLong(count).sum();
  }

  private String status() {
    List<CallFigures> calls = callFigures();
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNs);
    return String.format(
            Locale.ROOT,
            "%s  registered %d of %d  calls %d  live %d  answered %d  refused %d  abandoned %d",
            Texts.elapsed(elapsed),
            registered(),
            registering(),
            sum(calls, CallFigures::attempted),
            sum(calls, CallFigures::live),
            sum(calls, each -> each.count(CallEnd.ANSWERED)),
            sum(calls, each -> each.count(CallEnd.REFUSED)),
            sum(calls, each -> each.count(CallEnd.ABANDONED)))
        + audioStatus(audioOfCallers().plus(audioOfAgents()));
  }

  private static String audioStatus(AudioTotals audio) {
    return audio.calls() == 0
        ? ""
        : "  packets " + audio.received() + "  lost " + audio.lost() + "  late " + audio.late();
  }

  // ---- what it came to

  /** To be asked when all is over. */
  ScenarioOutcome outcome() {
    return new ScenarioOutcome(
        scenario,
        callFigures(),
        agentFigures(),
        audioOfCallers(),
        audioOfAgents(),
        registrations(),
        freeUs(),
        ending);
  }

  private Registrations registrations() {
    Registrations all = new Registrations(registering());
    agents.forEach(
        group -> all.add(fleet.ask(group::registrationUs), fleet.ask(group::registrationFailures)));
    return all;
  }

  private Histogram freeUs() {
    Histogram all = new Histogram(DIGITS);
    agents.forEach(group -> all.add(fleet.ask(group::freeUs)));
    return all;
  }
}
