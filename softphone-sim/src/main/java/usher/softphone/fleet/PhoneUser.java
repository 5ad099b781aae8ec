package usher.softphone.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import usher.sip.transaction.Timers;
import usher.softphone.CallEnd;
import usher.softphone.PhoneCall;
import usher.softphone.PhoneListener;
import usher.softphone.Softphone;
import usher.softphone.chance.Spread;

/**
 * Does to a phone what a {@link Behaviour} says. Who calls him while he has a call already finds
 * him busy.
 */
final class PhoneUser implements PhoneListener {
  private static final int BUSY_HERE = 486;
  private static final int TEMPORARILY_UNAVAILABLE = 480;

  /** As long as proxies let it ring at least (RFC 3261 16.6, timer C). */
  private static final long RINGS_AT_MOST_NS = TimeUnit.MINUTES.toNanos(3);

  /** How his phone comes back on the air after an absence. */
  interface Return {
    void register(Softphone phone);
  }

  private final Behaviour behaviour;
  private final RandomGenerator random;
  private final Timers timers;
  private final PhoneListener observer;
  private final Return comesBack;
  private final Map<PhoneCall, List<Timers.Timer>> plans = new HashMap<>();

  /**
   * Makes one.
   *
   * @param observer hears what he hears, after he has acted upon it
   */
  PhoneUser(
      Behaviour behaviour,
      RandomGenerator random,
      Timers timers,
      Return comesBack,
      PhoneListener observer) {
    this.behaviour = behaviour;
    this.random = random;
    this.timers = timers;
    this.comesBack = comesBack;
    this.observer = observer;
  }

  // ---- a call of his

  /** He has just dialled; his patience begins to run. */
  void waitsFor(PhoneCall call) {
    plan(call, behaviour.patience(), () -> giveUp(call));
  }

  private static void giveUp(PhoneCall call) {
    if (call.state() == PhoneCall.State.DIALLING) {
      call.hangUp();
    }
  }

  // ---- a call to him

  @Override
  public void onIncomingCall(PhoneCall call) {
    observer.onIncomingCall(call);
    if (call.phone().calls().size() > 1) {
      call.refuse(BUSY_HERE);
    } else {
      react(call, behaviour.toACall().draw(random));
    }
  }

  private void react(PhoneCall call, Reaction reaction) {
    switch (reaction) {
      case Reaction.Answer(Spread after) -> ringAndThen(call, after, call::answer);
      case Reaction.Refuse(Spread after, int status) ->
          ringAndThen(call, after, () -> call.refuse(status));
      case Reaction.Ignore _ -> ringUnheard(call);
      case Reaction.Vanish(Spread length) -> {
        call.ring();
        vanish(call.phone(), length);
      }
      case Reaction.Leave(Spread length) -> {
        ringUnheard(call);
        leave(call.phone(), length);
      }
      case Reaction.AnswerAndHangUp(Spread after) ->
          ringAndThen(
              call,
              after,
              () -> {
                call.answer();
                call.hangUp();
              });
    }
  }

  /** Nobody tells a phone that its caller has given up if he never heard it ring. */
  private void ringUnheard(PhoneCall call) {
    call.ring();
    plan(call, RINGS_AT_MOST_NS, () -> call.refuse(TEMPORARILY_UNAVAILABLE));
  }

  private void ringAndThen(PhoneCall call, Spread after, Runnable action) {
    long delayNs = after.sampleNs(random);
    if (delayNs == 0) {
      action.run();
    } else {
      call.ring();
      plan(call, delayNs, action);
    }
  }

  // ---- absences

  /** His phone loses its power for so long. */
  void vanish(Softphone phone, Spread length) {
    phone.vanish();
    backAfter(
        length,
        () -> {
          phone.reappear();
          comesBack.register(phone);
        });
  }

  /** He takes his registration back for so long. */
  void leave(Softphone phone, Spread length) {
    phone.unregister();
    backAfter(length, () -> comesBack.register(phone));
  }

  private void backAfter(Spread length, Runnable back) {
    long delayNs = length.sampleNs(random);
    if (delayNs != Spread.NEVER_NS) {
      timers.schedule(delayNs, back);
    }
  }

  // ---- in a call

  @Override
  public void onEstablished(PhoneCall call) {
    cancelPlans(call);
    Conduct conduct = behaviour.inACall().draw(random);
    plan(call, conduct.hangUpAfter(), call::hangUp);
    plan(call, conduct.holdAfter(), () -> hold(call, conduct.holdFor()));
    plan(call, conduct.vanishAfter(), () -> vanish(call.phone(), behaviour.absence()));
    if (conduct.refreshes()) {
      call.refresh();
    }
    observer.onEstablished(call);
  }

  private void hold(PhoneCall call, Spread length) {
    call.hold();
    plan(call, length, call::resume);
  }

  // ---- the end

  @Override
  public void onEnded(PhoneCall call, CallEnd end) {
    cancelPlans(call);
    plans.remove(call);
    observer.onEnded(call, end);
  }

  private void plan(PhoneCall call, Spread after, Runnable action) {
    plan(call, after.sampleNs(random), action);
  }

  private void plan(PhoneCall call, long delayNs, Runnable action) {
    if (delayNs != Spread.NEVER_NS && !call.isEnded()) {
      Timers.Timer timer = timers.schedule(delayNs, action);
      plans.computeIfAbsent(call, _ -> new ArrayList<>()).add(timer);
    }
  }

  private void cancelPlans(PhoneCall call) {
    plans.getOrDefault(call, List.of()).forEach(Timers.Timer::cancel);
  }

  // ---- what he only hears

  @Override
  public void onProgress(PhoneCall call, int status) {
    observer.onProgress(call, status);
  }

  @Override
  public void onSessionChanged(PhoneCall call) {
    observer.onSessionChanged(call);
  }

  @Override
  public void onDigit(PhoneCall call, char digit) {
    observer.onDigit(call, digit);
  }

  @Override
  public void onRegistered(Softphone phone) {
    observer.onRegistered(phone);
  }

  @Override
  public void onUnregistered(Softphone phone) {
    observer.onUnregistered(phone);
  }

  @Override
  public void onRegistrationFailed(Softphone phone, int status) {
    observer.onRegistrationFailed(phone, status);
  }
}
