package usher.core.replay;

import usher.routing.agent.Intent;
import usher.routing.agent.NotReady;
import usher.routing.agent.Work;

/** How an agent's time between two instants divides into work and being available. */
final class AgentTime {
  private final long fromNs;
  private final long toNs;
  private Intent intent = Intent.LOGGED_OUT;
  private int reason = NotReady.NONE;
  private Work work = Work.IDLE;
  private long sinceNs;
  private long intentSinceNs;
  private long countedNs;
  private long busyNs;
  private long availableNs;

  AgentTime(long fromNs, long toNs) {
    this.fromNs = fromNs;
    this.toNs = toNs;
  }

  /** Counts what lasts until now. */
  void until(long nowNs) {
    long spanNs = Math.clamp(nowNs, fromNs, toNs) - Math.clamp(countedNs, fromNs, toNs);
    countedNs = nowNs;
    if (work.inOffer() || work.inCall() || work == Work.WRAPUP) {
      busyNs += spanNs;
    } else if (work == Work.IDLE && intent == Intent.READY) {
      availableNs += spanNs;
    }
  }

  void change(Intent toIntent, int toReason, Work toWork, long nowNs) {
    until(nowNs);
    if (toIntent != intent || toReason != reason) {
      intentSinceNs = nowNs;
    }
    if (toWork != work) {
      sinceNs = nowNs;
    }
    intent = toIntent;
    reason = toReason;
    work = toWork;
  }

  Work work() {
    return work;
  }

  Intent intent() {
    return intent;
  }

  int reason() {
    return reason;
  }

  /** Since when the agent does this work. */
  long sinceNs() {
    return sinceNs;
  }

  long intentSinceNs() {
    return intentSinceNs;
  }

  /** Ringing, talk, hold and wrap-up. */
  long busyNs() {
    return busyNs;
  }

  /** Ready with nothing to do. */
  long availableNs() {
    return availableNs;
  }
}
