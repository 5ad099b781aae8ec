package usher.softphone.bulk;

import org.jspecify.annotations.Nullable;
import usher.sip.transaction.Timers;
import usher.softphone.bulk.AgentTally.End;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.Reaction;

/**
 * A call to an agent, from its INVITE until all is said (RFC 3261 17.2.1, 13.3, 15).
 *
 * <pre>
 *   RINGING --answers: 200--> ANSWERED --ACK--> TALKING --talked: BYE--> ENDING --answer--> OVER
 *      |                        |  BYE             |  BYE                  | BYE             ^
 *      |                        '------------------+-----------------------+---------------->|
 *      '--refuses, or CANCEL: 486, 487--> REFUSED --ACK------------------------------------->'
 * </pre>
 */
final class AgentLeg extends Leg {
  private enum State {
    RINGING,
    ANSWERED,
    TALKING,
    REFUSED,
    ENDING,
    OVER
  }

  private final BulkAgent agent;
  private final Received invite;
  private final String tag;
  private final @Nullable CallerCall call;
  private State state = State.RINGING;
  private String lastAnswer = "";
  private boolean hangsUpAtOnce;
  private boolean givenUp;
  private long pickedUpNs;
  private long talkBeginNs;
  private Timers.@Nullable Timer plan;

  /**
   * A call that just came.
   *
   * @param call the call of ours that it is for; null where it is none of ours
   */
  AgentLeg(BulkAgent agent, Received invite, @Nullable CallerCall call) {
    super(agent.line(), invite.callId(), agent.name(), agent.voice());
    this.agent = agent;
    this.invite = invite;
    this.call = call;
    this.tag = line().newTag();
    established(invite.to() + ";tag=" + tag, invite.from(), invite.contactUri());
  }

  private String response(String status, boolean withSession) {
    String more = withSession ? Texts.contact(user(), line()) : "";
    return Texts.response(invite, status, tag, more, withSession ? answer() : "");
  }

  private void progress(String status) {
    lastAnswer = response(status, false);
    line().send(lastAnswer);
  }

  // ---- what the agent does

  void react(Reaction reaction) {
    switch (reaction) {
      case Reaction.Answer(Spread after) -> ringAndThen(after, this::pickUp);
      case Reaction.Refuse(Spread after, int status) ->
          ringAndThen(after, () -> refuse(status + " No"));
      case Reaction.Ignore _ -> progress("180 Ringing");
      case Reaction.Vanish(Spread length) -> {
        progress("180 Ringing");
        agent.vanish(length);
      }
      case Reaction.Leave(Spread length) -> {
        progress("180 Ringing");
        agent.leave(length);
      }
      case Reaction.AnswerAndHangUp(Spread after) -> {
        hangsUpAtOnce = true;
        ringAndThen(after, this::pickUp);
      }
    }
  }

  private void ringAndThen(Spread after, Runnable action) {
    progress("180 Ringing");
    long delayNs = agent.sampleNs(after);
    if (delayNs == 0) {
      action.run();
    } else {
      schedule(delayNs, action);
    }
  }

  private void schedule(long delayNs, Runnable action) {
    if (delayNs != Spread.NEVER_NS) {
      plan = line().timers().schedule(delayNs, action);
    }
  }

  private void pickUp() {
    state = State.ANSWERED;
    pickedUpNs = nowNs();
    lastAnswer = response("200 OK", true);
    repeater().insist(lastAnswer, this::silence);
  }

  void refuse(String status) {
    stopPlan();
    state = State.REFUSED;
    lastAnswer = response(status, false);
    repeater().say(lastAnswer, this::silence);
  }

  /** Hangs up, or refuses, whatever the call is doing. */
  void hangUp() {
    switch (state) {
      case RINGING -> refuse("480 Temporarily Unavailable");
      case ANSWERED, TALKING -> hangUpNow();
      case REFUSED, ENDING, OVER -> {}
    }
  }

  private void hangUpNow() {
    stopPlan();
    state = State.ENDING;
    hush();
    agent.getsFree(nowNs());
    bye();
  }

  private void stopPlan() {
    if (plan != null) {
      plan.cancel();
      plan = null;
    }
  }

  // ---- what comes

  /** The INVITE once more, or a CANCEL of it. */
  void again(Received request) {
    if (request.method().equals("CANCEL")) {
      cancelled(request);
    } else if (!lastAnswer.isEmpty()) {
      line().repeat(lastAnswer);
    }
  }

  /** One that crosses the answer: the server need not count a call that it had taken back. */
  private void cancelled(Received cancel) {
    answer(cancel, "200 OK");
    if (state == State.RINGING) {
      givenUp = true;
      refuse("487 Request Terminated");
    } else if (state == State.ANSWERED) {
      agent.tally().doubt();
    }
  }

  @Override
  void acknowledged() {
    if (state == State.ANSWERED) {
      talk();
    } else if (state == State.REFUSED) {
      over(givenUp ? End.MISSED : End.DECLINED);
    }
  }

  private void talk() {
    state = State.TALKING;
    repeater().stop();
    speakTo(invite);
    talkBeginNs = nowNs();
    if (call == null) {
      agent.tally().doubt();
    } else {
      call.bridged(pickedUpNs);
    }
    if (hangsUpAtOnce) {
      agent.tally().doubt();
      hangUpNow();
    } else {
      schedule(agent.sampleNs(agent.plan().talk()), this::hangUpNow);
    }
  }

  void responded(Received response) {
    if (state == State.ENDING && response.status() >= 200 && response.cseqMethod().equals("BYE")) {
      over(End.ANSWERED);
    }
  }

  /** A BYE that overtakes the ACK: the caller never heard of the answer. */
  @Override
  void theyHangUp() {
    over(state == State.ANSWERED ? End.BROKEN : End.ANSWERED);
  }

  /** The power is gone: not a word any more, and nothing is heard. */
  void vanish() {
    over(End.VANISHED);
  }

  @Override
  void silence() {
    over(End.BROKEN);
  }

  private void over(End end) {
    if (state != State.OVER) {
      state = State.OVER;
      repeater().stop();
      stopPlan();
      closeAudio();
      agent.tally().over(end, talkBeginNs == 0 ? 0 : nowNs() - talkBeginNs);
      agent.over(this);
    }
  }

  boolean isTalking() {
    return state == State.TALKING;
  }

  BulkAgent agent() {
    return agent;
  }
}
