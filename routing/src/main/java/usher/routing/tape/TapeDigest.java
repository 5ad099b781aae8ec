package usher.routing.tape;

import usher.routing.Command;
import usher.routing.CommandSink;
import usher.routing.RoutingEvents;
import usher.routing.agent.Intent;
import usher.routing.agent.Work;
import usher.routing.call.CallEnd;
import usher.routing.call.NewCall;
import usher.routing.offer.OfferOutcome;
import usher.routing.overflow.Then;

/**
 * Folds every command that a router is given and every decision that it tells in one number, and
 * passes the decisions on. Equal histories give equal numbers, in every run and on every JVM. One
 * for each router; makes no garbage.
 */
public final class TapeDigest implements RoutingEvents, CommandSink {
  private static final int QUEUED = 1;
  private static final int OFFERED = 2;
  private static final int OFFER_ENDED = 3;
  private static final int AGENT_CHANGED = 4;
  private static final int PROMOTED = 5;
  private static final int STEPPED = 6;
  private static final int CALL_ENDED = 7;
  private static final int FIRED = 8;
  private static final int MOVED = 9;
  private static final int RESERVE_CHANGED = 10;

  private final RoutingEvents next;
  private long value;
  private long commands;
  private long decisions;

  /** The digest of a router that was given no command yet; {@code next} hears its decisions. */
  public TapeDigest(RoutingEvents next) {
    this.next = next;
  }

  /** Of all commands and decisions so far. */
  public long value() {
    return value;
  }

  /** How many commands there were. */
  public long commands() {
    return commands;
  }

  /** How many decisions there were. */
  public long decisions() {
    return decisions;
  }

  // ---- Commands

  @Override
  public void command(Command what, long subject, int a, int b, long nowNs) {
    commands++;
    add(TapeFormat.head(what.code(), a, b));
    add(subject);
    add(nowNs);
  }

  @Override
  public void arrival(NewCall call, long nowNs) {
    commands++;
    add(TapeFormat.head(Command.ARRIVE.code(), call.queue(), call.band()));
    add(TapeFormat.pair(call.variant(), call.points()));
    add(call.creditNs());
    add(call.patienceNs());
    for (int i = 0; i < call.preferredCount(); i++) {
      add(TapeFormat.pair(call.preferred(i), call.score(i)));
    }
    for (int i = 0; i < call.otherCount(); i++) {
      add(call.other(i));
    }
    add(nowNs);
  }

  // ---- Decisions

  /** No decision, and not part of the digest. */
  @Override
  public void gathered(long call, int queue) {
    next.gathered(call, queue);
  }

  @Override
  public void queued(long call, int queue, int position) {
    decision(QUEUED, call);
    add(TapeFormat.pair(queue, position));
    next.queued(call, queue, position);
  }

  @Override
  public void offered(long offer, long call, int agent, int queue, long ringUntilNs) {
    decision(OFFERED, offer);
    add(call);
    add(TapeFormat.pair(agent, queue));
    add(ringUntilNs);
    next.offered(offer, call, agent, queue, ringUntilNs);
  }

  @Override
  public void offerEnded(long offer, long call, int agent, OfferOutcome outcome) {
    decision(OFFER_ENDED, offer);
    add(call);
    add(TapeFormat.pair(agent, outcome.code()));
    next.offerEnded(offer, call, agent, outcome);
  }

  @Override
  public void agentChanged(int agent, Intent intent, int reason, Work work) {
    decision(AGENT_CHANGED, agent);
    add(TapeFormat.pair((intent.code() << 16) | work.code(), reason));
    next.agentChanged(agent, intent, reason, work);
  }

  @Override
  public void promoted(long call, int band) {
    decision(PROMOTED, call);
    add(band);
    next.promoted(call, band);
  }

  @Override
  public void stepped(long call, int queue, int step) {
    decision(STEPPED, call);
    add(TapeFormat.pair(queue, step));
    next.stepped(call, queue, step);
  }

  @Override
  public void fired(long call, int queue, int rung, Then then) {
    decision(FIRED, call);
    add(TapeFormat.pair(queue, rung));
    next.fired(call, queue, rung, then);
  }

  @Override
  public void moved(long call, int from, int to) {
    decision(MOVED, call);
    add(TapeFormat.pair(from, to));
    next.moved(call, from, to);
  }

  @Override
  public void reserveChanged(int queue, int level) {
    decision(RESERVE_CHANGED, queue);
    add(level);
    next.reserveChanged(queue, level);
  }

  @Override
  public void callEnded(long call, int queue, CallEnd end) {
    decision(CALL_ENDED, call);
    add(TapeFormat.pair(queue, end.code()));
    next.callEnded(call, queue, end);
  }

  private void decision(int kind, long subject) {
    decisions++;
    add(kind);
    add(subject);
  }

  private void add(long word) {
    value = (value ^ word) * 0x9E3779B97F4A7C15L;
    value ^= value >>> 29;
  }
}
