package usher.softphone.bulk;

import org.jspecify.annotations.Nullable;
import usher.sip.transaction.Timers;
import usher.softphone.chance.Spread;

/**
 * A call that somebody makes, from its INVITE until all is said (RFC 3261 17.1.1, 13.2, 15).
 *
 * <pre>
 *   CALLING --1xx--> RINGING --2xx--> TALKING --talked--> ENDING --answer--> OVER
 *      |  \             | \             |  they hang up ------------------->  ^
 *      |   \--2xx------)|(-\----------->'                                     |
 *      |                |   \--refused: ACK --------------------------------->|
 *      | patience       | patience                                            |
 *      v                v                                                     |
 *   LEAVING --1xx--> CANCELLING --refused: ACK------------------------------->|
 *      |                |--2xx: ACK, BYE ------> ENDING                       |
 *      '---- silence ---'---------------------------------------------------->'
 * </pre>
 *
 * <p>A 2xx that comes when all is over gets its ACK and a BYE (13.2.2.4).
 */
final class CallerCall extends Leg {
  private enum State {
    CALLING,
    LEAVING,
    RINGING,
    CANCELLING,
    TALKING,
    ENDING,
    OVER
  }

  private final BulkCallers callers;
  private final long dueNs;
  private final long sentNs;
  private final String via;
  private final String uri;
  private final String from;
  private final String to;
  private State state = State.CALLING;
  private long answeredNs;
  private long byeNs;
  private long refreshNs;
  private boolean bridged;
  private boolean crossed;
  private boolean tooLate;
  private @Nullable CallEnd end;
  private @Nullable BulkAgent agent;
  private Timers.@Nullable Timer plan;
  private Timers.@Nullable Timer refresh;

  /**
   * A call that is made now.
   *
   * @param dueNs when it should have been made
   */
  CallerCall(BulkCallers callers, Line line, String user, String target, long dueNs) {
    super(line, user + "-" + line.run(), user, callers.voice(line));
    this.callers = callers;
    this.dueNs = dueNs;
    this.sentNs = line().clockNs();
    this.via = line().newVia();
    this.uri = "sip:" + target + "@" + callers.plan().domain();
    this.from = "<sip:" + user + "@" + callers.plan().domain() + ">;tag=" + line().newTag();
    this.to = "<" + uri + ">";
  }

  void begin() {
    repeater().invite(toServer("INVITE", via, to, offer()), this::silence);
    schedule(callers.plan().patience(), this::giveUp);
  }

  private String toServer(String method, String viaLine, String toLine, String session) {
    String more = session.isEmpty() ? "" : Texts.contact(user(), line());
    return Texts.request(method, uri, viaLine, from, toLine, callId(), 1, more, session);
  }

  private void schedule(Spread after, Runnable action) {
    long delayNs = callers.sampleNs(after);
    if (delayNs != Spread.NEVER_NS) {
      plan = line().timers().schedule(delayNs, action);
    }
  }

  // ---- what the caller does

  private void giveUp() {
    if (state == State.CALLING) {
      // 9.1: no CANCEL before a provisional response.
      state = State.LEAVING;
    } else if (state == State.RINGING) {
      cancel();
    }
  }

  private void cancel() {
    state = State.CANCELLING;
    repeater().say(toServer("CANCEL", via, to, ""), this::silence);
  }

  /** Hangs up, whatever the call is doing. */
  void hangUp() {
    switch (state) {
      case CALLING, RINGING -> giveUp();
      case TALKING -> hangUpNow();
      case LEAVING, CANCELLING, ENDING, OVER -> {}
    }
  }

  private void hangUpNow() {
    state = State.ENDING;
    stopPlans();
    hush();
    byeNs = nowNs();
    if (agent != null) {
      agent.getsFree(byeNs);
    }
    bye();
  }

  private void refresh() {
    if (state == State.TALKING) {
      refreshNs = nowNs();
      offerAgain();
    }
  }

  private void planRefresh() {
    long delayNs = callers.sampleNs(callers.plan().refreshEvery());
    if (delayNs != Spread.NEVER_NS) {
      refresh = line().timers().schedule(delayNs, this::refresh);
    }
  }

  private void stopPlans() {
    cancel(plan);
    cancel(refresh);
    plan = null;
    refresh = null;
  }

  private static void cancel(Timers.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  // ---- what comes

  void responded(Received response) {
    switch (response.cseqMethod()) {
      case "INVITE" -> {
        if (response.cseqNumber() == 1) {
          answered(response);
        } else {
          reoffered(response);
        }
      }
      case "BYE" -> byeAnswered(response);
      case "CANCEL" -> {
        if (state == State.CANCELLING && response.status() >= 200) {
          repeater().await(this::silence);
        }
      }
      default -> {}
    }
  }

  private void answered(Received response) {
    int status = response.status();
    if (status < 200) {
      provisional();
    } else if (status < 300) {
      accepted(response);
    } else {
      refused(response, status);
    }
  }

  private void provisional() {
    if (state == State.CALLING) {
      state = State.RINGING;
      repeater().stop();
    } else if (state == State.LEAVING) {
      cancel();
    }
  }

  private void accepted(Received response) {
    established(from, response.to(), response.contactUri());
    ack(1);
    switch (state) {
      case CALLING, RINGING -> {
        speakTo(response);
        talk();
      }
      case LEAVING, CANCELLING -> hangUpNow();
      case OVER -> answeredTooLate();
      case TALKING, ENDING -> {}
    }
  }

  /** An answer to a call that was refused, or given up as lost: whoever answered is told so. */
  private void answeredTooLate() {
    if (answeredNs == 0 && !tooLate) {
      tooLate = true;
      callers.figures().answeredTooLate();
      bye();
    }
  }

  private void talk() {
    state = State.TALKING;
    repeater().stop();
    stopPlans();
    answeredNs = nowNs();
    callers.figures().answered(this);
    schedule(callers.plan().talk(), this::hangUpNow);
    planRefresh();
  }

  /** 17.1.1.3: this ACK belongs to the INVITE's transaction, and goes where that went. */
  private void refused(Received response, int status) {
    line().send(toServer("ACK", via, response.to(), ""));
    switch (state) {
      case CALLING, RINGING -> over(CallEnd.REFUSED, status);
      case LEAVING, CANCELLING -> over(CallEnd.ABANDONED, status);
      case TALKING, ENDING, OVER -> {}
    }
  }

  private void reoffered(Received response) {
    int status = response.status();
    if (status >= 200 && status < 300) {
      ack(response.cseqNumber());
      speakAgainTo(response);
    }
    if (state == State.TALKING && status >= 200 && refreshNs != 0) {
      repeater().stop();
      callers.figures().refreshed(nowNs() - refreshNs, status);
      refreshNs = 0;
      planRefresh();
    }
  }

  private void speakAgainTo(Received response) {
    if (state == State.TALKING) {
      speakTo(response);
    }
  }

  private void byeAnswered(Received response) {
    if (state == State.ENDING && response.status() >= 200) {
      callers.figures().byeAnswered(nowNs() - byeNs);
      boolean fine = response.status() < 300;
      over(fine ? endOfTalk() : CallEnd.BROKEN, response.status());
    } else if (state == State.OVER) {
      repeater().stop();
    }
  }

  private CallEnd endOfTalk() {
    return answeredNs == 0 ? CallEnd.ABANDONED : CallEnd.ANSWERED;
  }

  @Override
  void acknowledged() {}

  @Override
  void theyHangUp() {
    if (state == State.TALKING) {
      over(CallEnd.ANSWERED, 200);
    } else if (state == State.ENDING) {
      over(endOfTalk(), 200);
    }
  }

  @Override
  void silence() {
    if (state == State.CALLING) {
      over(CallEnd.REFUSED, CallFigures.NO_ANSWER);
    } else if (state == State.LEAVING) {
      over(CallEnd.ABANDONED, CallFigures.NO_ANSWER);
    } else if (state != State.OVER) {
      over(CallEnd.BROKEN, CallFigures.NO_ANSWER);
    }
  }

  private void over(CallEnd end, int status) {
    state = State.OVER;
    this.end = end;
    repeater().stop();
    stopPlans();
    closeAudio();
    callers.over(this, end, status);
  }

  // ---- what is known of it

  /** An agent is called for it. */
  void offeredTo(BulkAgent called) {
    agent = called;
    callers.figures().offered(nowNs() - dueNs, nowNs() - sentNs);
  }

  /**
   * That agent's phone has the ACK of its answer.
   *
   * @param pickedUpNs when it answered
   */
  void bridged(long pickedUpNs) {
    bridged = true;
    // Who was answered before, by a queue, and has hung up since then, may have missed the agent.
    boolean leaving = state == State.ENDING || state == State.OVER;
    crossed = leaving && answeredNs != 0 && pickedUpNs > answeredNs;
    if (end != null) {
      callers.figures().bridgedAfterwards(this, end);
    }
  }

  /** Whether the agent answered while the caller hung up. */
  boolean isCrossed() {
    return crossed;
  }

  boolean isBridged() {
    return bridged;
  }

  long dueNs() {
    return dueNs;
  }

  long sentNs() {
    return sentNs;
  }

  /** 0 where it was not. */
  long answeredNs() {
    return answeredNs;
  }
}
