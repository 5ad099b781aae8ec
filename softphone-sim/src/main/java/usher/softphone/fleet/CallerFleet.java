package usher.softphone.fleet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import usher.sip.transaction.Timers;
import usher.softphone.Account;
import usher.softphone.CallEnd;
import usher.softphone.PhoneCall;
import usher.softphone.PhoneHost;
import usher.softphone.PhoneListener;
import usher.softphone.Softphone;
import usher.softphone.chance.Seed;

/**
 * Callers who dial at a rate. A call begins when it is its time, whether or not earlier ones are
 * over, up to the plan's limit. Belongs to the thread of its host.
 *
 * <p>Each call has exactly one {@link CallOutcome}, told when it ends; the figures are their sums.
 */
public final class CallerFleet {
  private static final long LONGEST_US = TimeUnit.HOURS.toMicros(2);
  private static final int DIGITS = 3;

  private final PhoneHost host;
  private final CallersPlan plan;
  private final Seed seed;
  private final RandomGenerator random;
  private final Consumer<CallOutcome> oracle;

  private final Deque<Caller> idle = new ArrayDeque<>();
  private final Histogram setupUs = new Histogram(LONGEST_US, DIGITS);
  private final Histogram talkUs = new Histogram(LONGEST_US, DIGITS);
  private final SortedMap<Integer, Long> failed = new TreeMap<>();
  private final Map<CallOutcome.Kind, Long> outcomes = new EnumMap<>(CallOutcome.Kind.class);
  private final List<Caller> callers = new ArrayList<>();
  private long due;
  private long attempted;
  private long over;
  private long late;
  private boolean stopping;
  private Timers.@Nullable Timer next;

  /**
   * Makes a fleet that does nothing yet.
   *
   * @param oracle hears each outcome as it is known
   * @throws IllegalArgumentException where there is no server and a target names no address that
   *     can be reached from this host
   */
  public CallerFleet(PhoneHost host, CallersPlan plan, Seed seed, Consumer<CallOutcome> oracle) {
    this.host = host;
    this.plan = plan;
    this.seed = seed;
    this.random = seed.random("arrivals");
    this.oracle = oracle;
    if (plan.server() == null) {
      plan.targets().things().forEach(host::requireReachable);
    }
  }

  /** Begins to call, after the first gap. */
  public void start() {
    planNext();
  }

  private void planNext() {
    if (!stopping && due < plan.calls()) {
      next = host.timers().schedule(plan.gaps().sampleNs(random), this::arrive);
    }
  }

  private void arrive() {
    due++;
    planNext();
    late += live() >= plan.atOnceMax() ? 1 : 0;
    dialWhatIsDue();
  }

  private void dialWhatIsDue() {
    while (!stopping && attempted < due && live() < plan.atOnceMax()) {
      attempted++;
      Caller caller = idle.isEmpty() ? newCaller() : idle.pop();
      caller.dial(attempted, plan.targets().draw(random));
    }
  }

  private Caller newCaller() {
    Caller caller = new Caller(plan.names().at(callers.size()));
    callers.add(caller);
    return caller;
  }

  /** No more calls begin; those under way end by themselves. */
  public void finish() {
    stopping = true;
    if (next != null) {
      next.cancel();
    }
  }

  /** No more calls begin, and those under way are hung up. */
  public void stop() {
    finish();
    callers.forEach(caller -> caller.phone.calls().forEach(PhoneCall::hangUp));
  }

  /** Whether all calls that there will be are over. */
  public boolean isDone() {
    return live() == 0 && (stopping || over == plan.calls());
  }

  private long live() {
    return attempted - over;
  }

  private void ended(CallOutcome outcome) {
    over++;
    outcomes.merge(outcome.kind(), 1L, Long::sum);
    switch (outcome.kind()) {
      case ANSWERED, BROKEN, VANISHED -> answered(outcome);
      case FAILED -> failed.merge(outcome.status(), 1L, Long::sum);
      case ABANDONED -> {}
    }
    oracle.accept(outcome);
    dialWhatIsDue();
  }

  private void answered(CallOutcome outcome) {
    if (outcome.talkNs() > 0) {
      setupUs.recordValue(us(outcome.setupNs()));
      talkUs.recordValue(us(outcome.talkNs()));
    }
  }

  private static long us(long ns) {
    return Math.min(LONGEST_US, TimeUnit.NANOSECONDS.toMicros(ns));
  }

  // ---- what happened

  /** What became of the calls so far. */
  public CallerFigures figures() {
    return new CallerFigures(
        attempted,
        live(),
        count(CallOutcome.Kind.ANSWERED),
        count(CallOutcome.Kind.ABANDONED),
        count(CallOutcome.Kind.BROKEN),
        count(CallOutcome.Kind.VANISHED),
        Collections.unmodifiableSortedMap(new TreeMap<>(failed)),
        late);
  }

  private long count(CallOutcome.Kind kind) {
    return outcomes.getOrDefault(kind, 0L);
  }

  /** From dialling to the answer, in us; a copy. */
  public Histogram setupUs() {
    return setupUs.copy();
  }

  /** From the answer to the end, in us; a copy. */
  public Histogram talkUs() {
    return talkUs.copy();
  }

  /** One caller, who makes one call at a time. */
  private final class Caller implements PhoneListener {
    private final Softphone phone;
    private final PhoneUser user;
    private long number;
    private String target = "";

    Caller(String name) {
      user =
          new PhoneUser(
              plan.behaviour(), seed.random(name), host.timers(), _ -> idle.push(this), this);
      String password = plan.passwords().of(name);
      phone = host.phone(new Account(name, plan.domain(), password, plan.server()), user);
    }

    void dial(long newNumber, String newTarget) {
      number = newNumber;
      target = newTarget;
      user.waitsFor(phone.dial(newTarget));
    }

    @Override
    public void onEnded(PhoneCall call, CallEnd end) {
      if (call.outgoing()) {
        if (!phone.hasVanished()) {
          idle.push(this);
        }
        ended(outcome(call, end));
      }
    }

    private CallOutcome outcome(PhoneCall call, CallEnd end) {
      boolean answered = call.establishedNs() != 0;
      long answeredNs = answered ? call.establishedNs() : call.endedNs();
      return new CallOutcome(
          number,
          phone.account().user(),
          target,
          kind(end.cause()),
          answered ? 200 : end.status(),
          call.startedNs(),
          answeredNs - call.startedNs(),
          call.endedNs() - answeredNs);
    }
  }

  private static CallOutcome.Kind kind(CallEnd.Cause cause) {
    return switch (cause) {
      case HUNG_UP, PEER_HUNG_UP -> CallOutcome.Kind.ANSWERED;
      case REFUSED -> CallOutcome.Kind.FAILED;
      case ABANDONED -> CallOutcome.Kind.ABANDONED;
      case PEER_GONE, NO_ACK -> CallOutcome.Kind.BROKEN;
      case VANISHED -> CallOutcome.Kind.VANISHED;
      case DECLINED, CANCELLED -> throw new IllegalStateException("a caller is not called");
    };
  }
}
