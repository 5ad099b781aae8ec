package usher.core.call;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import usher.routing.decision.Decision;
import usher.routing.offer.OfferOutcome;
import usher.routing.plan.RoutingPlan;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.SipEvent.EndReason;
import usher.sip.media.MediaStatistics;
import usher.sip.message.SipRequest;

/**
 * What happened to one call, noted while it happens and read when it is over. Instants are
 * monotonic; {@link #epochMsOf} gives them a place in the world's time, counted from the call's
 * arrival, so that no clock step makes a duration negative.
 */
public final class CallLog {
  /** What the caller is called among the parties of a conference. */
  public static final String CALLER = "caller";

  /** An instant that has not come. */
  public static final long NEVER = Long.MIN_VALUE;

  private final long id;
  private final CallQueue queue;
  private final Ticket ticket;
  private final CallerIdentity caller;
  private final String called;
  private final long arrivedNs;
  private final long arrivedEpochMs;
  private final List<LegLog> legs = new ArrayList<>();
  private final Map<Long, OfferLog> offers = new LinkedHashMap<>();

  private long queuedNs = NEVER;
  private long promisedNs = NEVER;
  private long answeredNs = NEVER;
  private long connectedNs = NEVER;
  private long endedNs = NEVER;
  private long heldSinceNs = NEVER;
  private long holdNs;
  private @Nullable String answeredBy;
  private @Nullable EndCause cause;
  private @Nullable NotedLog left;
  private @Nullable String notTaken;
  private final Map<String, MediaStatistics> audio = new HashMap<>();
  private final Map<String, EndReason> ends = new HashMap<>();
  private final List<VisitLog> visits = new ArrayList<>();
  private final List<NotedLog> rungs = new ArrayList<>();
  private final List<OutsideLog> outside = new ArrayList<>();
  private final List<PassLog> passes = new ArrayList<>();
  private final List<PartyLog> parties = new ArrayList<>();

  /**
   * One SIP dialog of the call.
   *
   * @param agent the agent's name, null for a leg that is no agent's
   */
  public record LegLog(String callId, Whose whose, @Nullable String agent, String remote) {}

  /** Whose phone a leg leads to. */
  public enum Whose {
    CALLER,
    AGENT,
    OUTSIDE
  }

  /** A queue that the call came to wait in. */
  public record VisitLog(String queue, How how, long atNs) {}

  /**
   * A decision about it for which nobody was asked.
   *
   * @param rules the rules that counted then
   */
  public record NotedLog(RoutingPlan rules, Decision decision, long atNs) {}

  /** How it came there. */
  public enum How {
    ENTERED,
    MOVED,
    ADDED
  }

  /** One attempt of an agent to pass the call on. */
  public static final class PassLog {
    private final String by;
    private final String to;
    private final long madeNs;
    private boolean done;
    private @Nullable Integer status;

    PassLog(String by, String to, long madeNs) {
      this.by = by;
      this.to = to;
      this.madeNs = madeNs;
    }

    /** The agent. */
    public String by() {
      return by;
    }

    /** The agent, the queue, or the URI of the number outside. */
    public String to() {
      return to;
    }

    public long madeNs() {
      return madeNs;
    }

    /** Whether the call got there. */
    public boolean done() {
      return done;
    }

    /** What the phone refused it with, null where it did not. */
    public @Nullable Integer status() {
      return status;
    }
  }

  /** One who took part in a conference. */
  public static final class PartyLog {
    private final String who;
    private final long joinedNs;
    private long leftNs = NEVER;

    PartyLog(String who, long joinedNs) {
      this.who = who;
      this.joinedNs = joinedNs;
    }

    /** {@link CallLog#CALLER}, an agent's name, or the URI of a number outside. */
    public String who() {
      return who;
    }

    public long joinedNs() {
      return joinedNs;
    }

    /** When he left, or it was no conference any more. */
    public long leftNs() {
      return leftNs;
    }
  }

  /** One attempt to reach somebody outside of the centre. */
  public static final class OutsideLog {
    private final String target;
    private final long madeNs;
    private long endedNs = NEVER;
    private boolean answered;
    private @Nullable Integer status;

    OutsideLog(String target, long madeNs) {
      this.target = target;
      this.madeNs = madeNs;
    }

    /** The place, as configured. */
    public String target() {
      return target;
    }

    public long madeNs() {
      return madeNs;
    }

    /** When it was answered or came to nothing, or {@link CallLog#NEVER}. */
    public long endedNs() {
      return endedNs;
    }

    public boolean answered() {
      return answered;
    }

    /** What the place refused it with, null where it did not. */
    public @Nullable Integer status() {
      return status;
    }
  }

  /** One offer. */
  public static final class OfferLog {
    private final int agent;
    private final RoutingPlan rules;
    private final @Nullable Decision decision;
    private final long madeNs;
    private long ringingNs = NEVER;
    private long endedNs = NEVER;
    private @Nullable OfferOutcome outcome;

    OfferLog(int agent, RoutingPlan rules, @Nullable Decision decision, long madeNs) {
      this.agent = agent;
      this.rules = rules;
      this.decision = decision;
      this.madeNs = madeNs;
    }

    /** The agent's name. */
    public String agent() {
      return rules.agent(agent).name();
    }

    /** The rules that it was made by. */
    public RoutingPlan rules() {
      return rules;
    }

    /** What the router kept of the choice, null where that was not to be had. */
    public @Nullable Decision decision() {
      return decision;
    }

    public long madeNs() {
      return madeNs;
    }

    /** When the phone said that it rings, or {@link CallLog#NEVER}. */
    public long ringingNs() {
      return ringingNs;
    }

    /** When it ended, or {@link CallLog#NEVER}. */
    public long endedNs() {
      return endedNs;
    }

    /** How it ended, null while it has not. */
    public @Nullable OfferOutcome outcome() {
      return outcome;
    }
  }

  CallLog(
      long id,
      CallQueue queue,
      Ticket ticket,
      SipRequest invite,
      CallerIdentity identity,
      Dialog dialog,
      long nowNs,
      long epochMs) {
    this.id = id;
    this.queue = queue;
    this.ticket = ticket;
    this.caller = identity;
    this.called = invite.requestUri();
    this.arrivedNs = nowNs;
    this.arrivedEpochMs = epochMs;
    legs.add(new LegLog(dialog.callId(), Whose.CALLER, null, remote(dialog)));
  }

  void legAdded(Dialog dialog, String agent) {
    legs.add(new LegLog(dialog.callId(), Whose.AGENT, agent, remote(dialog)));
  }

  void outsideAdded(Dialog dialog) {
    legs.add(new LegLog(dialog.callId(), Whose.OUTSIDE, null, remote(dialog)));
  }

  void legEnded(Dialog dialog, EndReason reason) {
    ends.put(dialog.callId(), reason);
  }

  void audioEnded(@Nullable String callId, MediaStatistics statistics) {
    audio.put(callId == null ? legs.getFirst().callId() : callId, statistics);
  }

  void passing(String by, String to, long nowNs) {
    passes.add(new PassLog(by, to, nowNs));
  }

  /** These are in a conference now, and nobody else. */
  void conferring(Set<String> who, long nowNs) {
    Set<String> newcomers = new LinkedHashSet<>(who);
    for (PartyLog party : parties) {
      if (party.leftNs == NEVER && !newcomers.remove(party.who)) {
        party.leftNs = nowNs;
      }
    }
    newcomers.forEach(newcomer -> parties.add(new PartyLog(newcomer, nowNs)));
  }

  void passed() {
    passes.getLast().done = true;
  }

  void passRefused(int status) {
    passes.getLast().status = status;
  }

  /** How long it waited until an agent answered it first, in ns. */
  long waitedNs() {
    return queuedNs == NEVER || answeredNs == NEVER ? 0 : answeredNs - queuedNs;
  }

  void sentOutside(String target, long nowNs) {
    outside.add(new OutsideLog(target, nowNs));
  }

  void outsideRefused(int status) {
    if (!outside.isEmpty()) {
      outside.getLast().status = status;
    }
  }

  void outsideAnswered(long nowNs) {
    outside.getLast().answered = true;
    outside.getLast().endedNs = nowNs;
    answeredNs = answeredNs == NEVER ? nowNs : answeredNs;
  }

  /** The leg is gone; where it was answered that counts only if there was audio. */
  void outsideEnded(long nowNs) {
    OutsideLog last = outside.getLast();
    if (last.endedNs == NEVER) {
      last.endedNs = nowNs;
    } else if (connectedNs == NEVER) {
      last.answered = false;
      answeredNs = NEVER;
    }
  }

  private static String remote(Dialog dialog) {
    InetSocketAddress remote = dialog.flow().remote();
    return remote.getAddress().getHostAddress() + ":" + remote.getPort();
  }

  void queued(String name, long nowNs) {
    visits.add(new VisitLog(name, queuedNs == NEVER ? How.ENTERED : How.MOVED, nowNs));
    queuedNs = queuedNs == NEVER ? nowNs : queuedNs;
  }

  /** The first counts: it is of the whole wait. */
  void promised(long lengthNs) {
    promisedNs = promisedNs == NEVER ? lengthNs : promisedNs;
  }

  void moved(String toQueue, long nowNs) {
    visits.add(new VisitLog(toQueue, How.MOVED, nowNs));
  }

  void queueAdded(String name, long nowNs) {
    visits.add(new VisitLog(name, How.ADDED, nowNs));
  }

  void overflowed(RoutingPlan rules, Decision decision, long nowNs) {
    rungs.add(new NotedLog(rules, decision, nowNs));
  }

  /** Routing let it go before anybody answered. */
  void left(RoutingPlan rules, Decision decision, long nowNs) {
    left = new NotedLog(rules, decision, nowNs);
  }

  /** Routing would not have it. */
  void notTaken(String why) {
    notTaken = why;
  }

  void offered(
      long offerId, int agent, RoutingPlan rules, @Nullable Decision decision, long nowNs) {
    offers.put(offerId, new OfferLog(agent, rules, decision, nowNs));
  }

  void ringing(long offerId, long nowNs) {
    OfferLog offer = offers.get(offerId);
    if (offer != null && offer.ringingNs == NEVER) {
      offer.ringingNs = nowNs;
    }
  }

  /**
   * The agent's phone was picked up: the wait is over here, even if audio follows later. Of a call
   * that is passed on the first answer counts.
   */
  void answered(long offerId, long nowNs) {
    OfferLog offer = offers.get(offerId);
    if (answeredNs == NEVER) {
      answeredNs = nowNs;
      answeredBy = offer == null ? null : offer.agent();
    }
    offerEnded(offerId, OfferOutcome.ACCEPTED, nowNs);
  }

  void connected(long nowNs) {
    connectedNs = connectedNs == NEVER ? nowNs : connectedNs;
  }

  /** The last word counts: an accepted offer may still turn out to be a drop before audio. */
  void offerEnded(long offerId, OfferOutcome outcome, long nowNs) {
    OfferLog offer = offers.get(offerId);
    if (offer == null || offer.outcome == outcome) {
      return;
    }
    offer.outcome = outcome;
    offer.endedNs = nowNs;
    if (outcome == OfferOutcome.PREBRIDGE_DROP && connectedNs == NEVER) {
      answeredNs = NEVER;
      answeredBy = null;
    }
  }

  void held(long nowNs) {
    if (heldSinceNs == NEVER) {
      heldSinceNs = nowNs;
    }
  }

  void resumed(long nowNs) {
    if (heldSinceNs != NEVER) {
      holdNs += nowNs - heldSinceNs;
      heldSinceNs = NEVER;
    }
  }

  void ended(EndCause how, long nowNs) {
    resumed(nowNs);
    conferring(Set.of(), nowNs);
    cause = how;
    endedNs = nowNs;
  }

  int agentOf(long offerId) {
    OfferLog offer = offers.get(offerId);
    if (offer == null) {
      throw new IllegalStateException("no such offer in this call");
    }
    return offer.agent;
  }

  /** Counted from 1 since the server started. */
  public long id() {
    return id;
  }

  /** What it got at its entry. */
  public Ticket ticket() {
    return ticket;
  }

  public CallQueue queue() {
    return queue;
  }

  /** The caller as a name-addr, without parameters. */
  public String callerAddress() {
    return caller.address();
  }

  /** Who calls, as far as it is known. */
  public CallerIdentity caller() {
    return caller;
  }

  /** The URI that was dialled. */
  public String called() {
    return called;
  }

  public List<LegLog> legs() {
    return legs;
  }

  /** How the audio of a leg came through; null where it did not go through the server. */
  public @Nullable MediaStatistics audioOf(LegLog leg) {
    return audio.get(leg.callId());
  }

  /** Why a leg ended without our doing; null where it was ended by us. */
  public @Nullable EndReason endOf(LegLog leg) {
    return ends.get(leg.callId());
  }

  /** In the order they were made. */
  public List<OfferLog> offers() {
    return List.copyOf(offers.values());
  }

  /** The queues it came to wait in, in that order. */
  public List<VisitLog> visits() {
    return List.copyOf(visits);
  }

  /** The rungs that fired for it, in that order. */
  public List<NotedLog> rungs() {
    return List.copyOf(rungs);
  }

  /** How routing let it go before anybody answered; null where it did not, or a rung did. */
  public @Nullable NotedLog left() {
    return left;
  }

  /** Why routing would not have it; null where it took it. */
  public @Nullable String notTaken() {
    return notTaken;
  }

  /** Where agents passed it on to, or tried to, in that order. */
  public List<PassLog> passes() {
    return List.copyOf(passes);
  }

  /** Who took part in conferences, in the order in which they came. */
  public List<PartyLog> parties() {
    return List.copyOf(parties);
  }

  /** The places outside of the centre that were tried, in that order. */
  public List<OutsideLog> outside() {
    return List.copyOf(outside);
  }

  public long arrivedNs() {
    return arrivedNs;
  }

  /** When it entered its queue, or {@link #NEVER}. */
  public long queuedNs() {
    return queuedNs;
  }

  /**
   * How long it was to wait at most, four times of five, or {@link #NEVER} where none could say.
   */
  public long promisedNs() {
    return promisedNs;
  }

  /** When an agent's phone, or one outside, was picked up, or {@link #NEVER}. */
  public long answeredNs() {
    return answeredNs;
  }

  /** When the caller and who answered could hear each other, or {@link #NEVER}. */
  public long connectedNs() {
    return connectedNs;
  }

  /** When it ended, or {@link #NEVER}. */
  public long endedNs() {
    return endedNs;
  }

  /** How long either side was on hold, in ns. */
  public long holdNs() {
    return holdNs;
  }

  /** The index of the agent who answered, null where none did. */
  public @Nullable String answeredBy() {
    return answeredBy;
  }

  /** How it ended, null while it has not. */
  public @Nullable EndCause cause() {
    return cause;
  }

  /** This instant of the call in ms since 1970, UTC. */
  public long epochMsOf(long instantNs) {
    return arrivedEpochMs + (instantNs - arrivedNs) / 1_000_000;
  }
}
