package usher.core.loop;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.agent.AgentDesk;
import usher.core.agent.PlanCompiler;
import usher.core.agent.RegistrarDesk;
import usher.core.call.CallControl;
import usher.core.call.CallJournal;
import usher.core.call.CallLog;
import usher.core.call.PressedKey;
import usher.core.call.RoutingNotes;
import usher.core.config.UsherConfig;
import usher.core.journal.Journal;
import usher.core.journal.JournalRecord;
import usher.core.lamp.Lamps;
import usher.core.name.NameBook;
import usher.core.name.Servers;
import usher.core.rules.RuleEntrance;
import usher.core.rules.RuleSet;
import usher.core.trunk.TrunkSurroundings;
import usher.core.trunk.Trunks;
import usher.routing.Fault;
import usher.routing.Router;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.PlanChange;
import usher.routing.plan.RoutingPlan;
import usher.routing.tape.TapeDigest;
import usher.routing.tape.TapeRecorder;
import usher.sip.SipStack;
import usher.sip.dialog.DialogSettings;
import usher.sip.dialog.LocalAddresses;
import usher.sip.dialog.SipEvent;
import usher.sip.media.AudioClip;
import usher.sip.media.MediaPlane;
import usher.sip.message.TokenSource;
import usher.sip.subscription.Subscriptions;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;
import usher.sip.transport.Flow;
import usher.sip.transport.ServerQuery;
import usher.sip.transport.Wire;

/**
 * The whole centre as one object without a thread: inputs and the time go in, messages go out
 * through the wire. The same inputs at the same instants from the same seed give the same calls, so
 * a simulation and the server run the same code.
 *
 * <p>One thread; each input is handled to completion.
 */
public final class Acd {
  private static final Logger LOG = LoggerFactory.getLogger(Acd.class);

  /** Semantics, section 2: how often states without a cause are looked for. */
  private static final long RECONCILE_NS = TimeUnit.SECONDS.toNanos(5);

  /** How many faults of the router are repaired at once. */
  private static final int MOST_REPAIRS = 100;

  /** What the router is told in a turn; more goes to the journal in several records. */
  private static final int TAPE_BYTES = 16 << 10;

  private static final String SIP_USER = "usher";

  private final Journal journal;
  private final Timers timers;
  private final SipStack stack;
  private final Router router;
  private final TapeRecorder tape;
  private final RoutingNotes notes = new RoutingNotes();
  private final AgentDesk desk;
  private final NameBook names;
  private final Trunks trunks;
  private final CallControl control;
  private final RegistrarDesk registrar;
  private final Lamps lamps;
  private final Openings openings;
  private final DayHours dayHours;
  private final Answers answers;

  private long epochMs;

  /**
   * What a centre works with.
   *
   * @param names has a name looked up; the answer comes as {@link Input.NameLocated}
   * @param proved hears from where a phone has registered
   * @param peers tells by its connection which trunk has shown its certificate; null for none
   * @param keys takes keys that phones tell of in their audio, on media threads; they come as
   *     {@link Input.KeyPressed}
   * @param seed {@link TokenSource#SEED_BYTES} secret random bytes
   * @param music the clip of each queue, by its name
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Surroundings(
      Wire wire,
      LocalAddresses locals,
      MediaPlane media,
      Journal journal,
      Consumer<CallLog> records,
      Function<String, AudioClip> music,
      Consumer<ServerQuery> names,
      Consumer<InetAddress> proved,
      Function<Flow, @Nullable String> peers,
      Consumer<PressedKey> keys,
      byte[] seed,
      String product) {}

  /** Builds a centre that begins at this instant; agents with fixed contacts are there at once. */
  public Acd(RuleSet rules, Surroundings around, long nowNs, long epochMs) {
    UsherConfig config = rules.config();
    RoutingPlan plan = rules.plan();
    this.journal = around.journal();
    this.epochMs = epochMs;
    this.timers = new Timers(nowNs);
    TapeDigest digest = new TapeDigest(notes);
    this.router = PlanCompiler.router(plan, digest);
    this.tape = new TapeRecorder(router, digest, this::keepTape, TAPE_BYTES);
    router.gather(true, nowNs);
    TokenSource tokens = new TokenSource(around.seed());
    this.stack =
        new SipStack(
            around.wire(),
            timers,
            tokens,
            around.locals(),
            new DialogSettings(SIP_USER, around.product(), config.sip().sessionExpires()),
            this::register,
            this::onSip);
    this.names = new NameBook(around.names(), timers);
    Servers servers = new Servers(names, around.locals(), tokens);
    this.desk =
        new AgentDesk(
            config, plan, router, stack.transactions(), timers, tokens, servers, this::settle);
    this.trunks =
        new Trunks(
            config.trunks(),
            new TrunkSurroundings(
                stack.transactions(),
                timers,
                tokens,
                around.locals(),
                config.sip().domain(),
                servers,
                around.peers()));
    stack.transactions().believe(trunks::includes);
    this.control =
        new CallControl(
            new CallControl.Parts(
                stack.dialogs(),
                router,
                notes,
                around.media(),
                around.keys(),
                desk,
                this::agentChanged,
                new OfferJournal(),
                around.records(),
                new RuleEntrance(rules, around.music()),
                trunks,
                timers,
                () -> this.epochMs,
                tokens));

    this.answers = new Answers(router, control::routingIdOf);
    this.registrar =
        new RegistrarDesk(config, desk, around.locals(), timers, tokens, around.proved());
    stack.dialogs().trust(registrar::isReachedOver);
    this.lamps =
        new Lamps(
            config,
            router,
            new Subscriptions.Surroundings(
                stack.dialogs(),
                stack.transactions(),
                timers,
                tokens,
                config.sip().domain(),
                registrar.auth()));
    stack.notifyBy(lamps.subscriptions()::received);
    desk.start();
    trunks.start();
    trunks.follow(config);
    this.openings = new Openings(router, timers, () -> this.epochMs, this::settle);
    openings.follow(config);
    this.dayHours = new DayHours(router, timers, () -> this.epochMs, this::settle);
    dayHours.follow(config.zone());
    timers.schedule(RECONCILE_NS, this::reconcile);
  }

  /**
   * Moves time forward, doing everything that is due.
   *
   * @param nowNs monotonic
   * @param nowEpochMs the world's time, for records only
   */
  public void advance(long nowNs, long nowEpochMs) {
    endTurn();
    epochMs = nowEpochMs;
    if (nextDeadlineNs() <= nowNs) {
      journal.append(new JournalRecord.Turn(), nowNs, epochMs);
    }
    timers.advance(nowNs);
    router.tick(nowNs);
    settle();
  }

  /** When something has to be done even if no input comes, or {@link Timers#NEVER}. */
  public long nextDeadlineNs() {
    return Math.min(timers.nextDeadlineNs(), router.nextDeadlineNs());
  }

  /**
   * Takes one input, at the instant of the last {@link #advance}. It is in the journal before
   * anything follows from it.
   */
  public void on(Input input) {
    switch (input) {
      case Input.SipArrived(var message, var flow, _) -> {
        keep(new JournalRecord.SipReceived(flow, ByteBuffer.wrap(message.bytes())));
        stack.received(message, flow);
      }
      case Input.Undeliverable(var message, var flow) -> {
        keep(
            new JournalRecord.TransportChanged(
                flow, JournalRecord.TransportChanged.Kind.FAILED, message.topVia().toString()));
        stack.undeliverable(message, flow);
      }
      case Input.ConnectionClosed(var flow) -> {
        keep(
            new JournalRecord.TransportChanged(
                flow, JournalRecord.TransportChanged.Kind.CLOSED, ""));
        if (registrar.connectionClosed(flow)) {
          stack.dialogs().connectionLost(flow);
        }
      }
      case Input.NameLocated(var query, var servers, var ttlNs) -> {
        keep(new JournalRecord.NameLocated(query.toString(), ttlNs, servers.toString()));
        names.located(query, servers, ttlNs);
        trunks.refresh();
        desk.refresh();
      }
      // what comes of it is in the journal
      case Input.KeyPressed(PressedKey key) -> control.pressed(key);
      case Input.Drain() -> {
        keep(new JournalRecord.AdminCommanded("signal", "drain"));
        trunks.drain();
        stack.refuseNewCalls();
        lamps.subscriptions().stop();
      }
      case Input.StopCalls() -> {
        keep(new JournalRecord.AdminCommanded("signal", "stop"));
        stack.refuseNewCalls();
        lamps.subscriptions().stop();
        control.stopAll();
      }
      case Input.RulesChanged(var rules, var text, var music) -> adopt(rules, text, music);
      case Input.Inspect(var reply) -> reply.accept(figures());
      case Input.Explain(var question, var reply) -> {
        decide();
        reply.accept(answers.to(question, timers.nowNs()));
      }
    }
    settle();
  }

  /**
   * Ends a turn: who gets which call is decided for all that came in it, and what the router was
   * told goes to the journal as one record. Who forgets it has it done with the next {@link
   * #advance}.
   */
  public void endTurn() {
    decide();
    tape.flush();
  }

  private void decide() {
    if (isUndecided()) {
      router.tick(timers.nowNs());
      settle();
    }
  }

  private boolean isUndecided() {
    return router.nextDeadlineNs() <= timers.nowNs();
  }

  /** Ends the run: nothing more will be told to the router. */
  public void close() {
    tape.close();
  }

  private void keepTape(ByteBuffer words) {
    keep(new JournalRecord.RouterCommanded(words));
  }

  /**
   * All of it between two inputs, so no call ever sees parts of two versions. What the router was
   * told before belongs to the rules before.
   */
  private void adopt(RuleSet rules, List<JournalRecord> text, Function<String, AudioClip> music) {
    endTurn();
    text.forEach(this::keep);
    UsherConfig config = rules.config();
    PlanChange change = router.adopt(rules.plan(), config.reload().alsoWaiting(), timers.nowNs());
    control.entrance(new RuleEntrance(rules, music));
    desk.adopt(config);
    registrar.adopt(config);
    lamps.adopt(config);
    trunks.follow(config);
    openings.follow(config);
    dayHours.follow(config.zone());
    LOG.info("rules version {} count from now on: {}", rules.version(), change);
  }

  private void keep(JournalRecord record) {
    journal.append(record, timers.nowNs(), epochMs);
  }

  private void settle() {
    control.settle();
    if (!isUndecided()) {
      lamps.show();
    }
  }

  private void onSip(SipEvent event) {
    control.on(event);
  }

  private void register(ServerTransaction transaction) {
    String user = registrar.answer(transaction);
    int agent = user == null ? -1 : router.plan().agentIndex(user);
    if (agent >= 0) {
      control.registered(agent);
    }
  }

  private void agentChanged(int agent, Intent intent, int reason, Work work) {
    keep(
        new JournalRecord.AgentChanged(
            router.plan().agent(agent).name(), intent + "/" + work, Integer.toString(reason)));
    desk.agentChanged(agent, work);
    lamps.agentChanged(agent);
  }

  private void reconcile() {
    control.reconcile();
    for (int repaired = 0; repaired < MOST_REPAIRS && repairRouter(); repaired++) {
      settle();
    }
    timers.schedule(RECONCILE_NS, this::reconcile);
  }

  private boolean repairRouter() {
    Fault fault = router.findFault();
    if (fault != null) {
      LOG.error("the router's tables were wrong at {}", fault);
      router.repair(fault, timers.nowNs());
    }
    return fault != null;
  }

  /** Offers, kept under the names that mean something outside of this run. */
  private final class OfferJournal implements CallJournal {
    @Override
    public void entered(long callId, long routingId, CallLog log) {
      keep(
          new JournalRecord.CallEntered(
              callId,
              routingId,
              log.legs().getFirst().callId(),
              log.callerAddress(),
              log.called()));
    }

    @Override
    public void offerMade(long callId, long offerId, int agent, int queue) {
      keep(
          new JournalRecord.OfferMade(
              offerId,
              callId,
              router.plan().agent(agent).name(),
              router.plan().queue(queue).name()));
    }

    @Override
    public void offerEnded(long callId, long offerId, int agent, OfferOutcome outcome) {
      keep(
          new JournalRecord.OfferEnded(
              offerId, callId, router.plan().agent(agent).name(), outcome.name()));
    }

    @Override
    public void sentOutside(long callId, String target) {
      keep(new JournalRecord.CallChanged(callId, "OUTSIDE", target));
    }

    @Override
    public void conferring(long callId, List<String> parties) {
      keep(new JournalRecord.CallChanged(callId, "CONFERENCE", String.join(", ", parties)));
    }

    @Override
    public boolean isAvailable() {
      return journal.available();
    }
  }

  /** How things stand. */
  public AcdFigures figures() {
    Map<Work, Integer> agents = desk.workCounts();
    return new AcdFigures(
        control.running(),
        sum(router::offeredTotal),
        ended(List.of(CallEnd.ANSWERED)),
        ended(List.of(CallEnd.ABANDONED)),
        ended(
            List.of(
                CallEnd.TIMED_OUT,
                CallEnd.OVERFLOWED,
                CallEnd.EXITED,
                CallEnd.CALLBACK,
                CallEnd.MOVED)),
        ended(List.of(CallEnd.LOST)),
        sum(queue -> router.promiseAccuracy(queue).settled()),
        sum(queue -> router.promiseAccuracy(queue).kept()),
        (int) sum(router::waiting),
        (int) sum(router::beingOffered),
        count(agents, Work.IDLE),
        count(agents, Work.RESERVED, Work.RINGING),
        count(agents, Work.TALKING, Work.HELD, Work.CONSULT),
        count(agents, Work.WRAPUP),
        count(agents, Work.UNREACHABLE, Work.EXTERNAL),
        control.conferring(),
        control.conferred(),
        control.faults(),
        control.repairs() + router.repairs(),
        trunks.figures());
  }

  private static int count(Map<Work, Integer> agents, Work... works) {
    return Stream.of(works).mapToInt(work -> agents.getOrDefault(work, 0)).sum();
  }

  private long ended(List<CallEnd> ends) {
    return ends.stream().mapToLong(end -> sum(queue -> router.endedTotal(queue, end))).sum();
  }

  private interface QueueFigure {
    long of(int queue);
  }

  private long sum(QueueFigure figure) {
    long sum = 0;
    for (int queue = 0; queue < router.plan().queueCount(); queue++) {
      sum += figure.of(queue);
    }
    return sum;
  }

  /** For tests: throws where an invariant of the router does not hold. */
  public void audit() {
    decide();
    router.audit();
    if (!figures().isBalanced()) {
      LOG.error("calls are not balanced: {}", figures());
      throw new IllegalStateException("calls are not balanced: " + figures());
    }
  }
}
