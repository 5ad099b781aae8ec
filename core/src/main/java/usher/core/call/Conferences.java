package usher.core.call;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.call.CallCommand.DropReason;
import usher.core.call.CallState.Member;
import usher.sip.dialog.Dialog;
import usher.sip.media.AudioMixer;
import usher.sip.message.SipRequest;
import usher.sip.sdp.SessionDescription;
import usher.sip.transaction.Timers;

/**
 * An agent lets the caller whom he serves, and everybody whom he has asked meanwhile by calls of
 * his own, hear each other: by the keys of the code in any of these calls, or by dialling it. He
 * goes on by the dialog in which he did so; his others end.
 */
final class Conferences {
  private static final Logger LOG = LoggerFactory.getLogger(Conferences.class);

  private static final int FORBIDDEN = 403;
  private static final int BUSY = 486;
  private static final int NOT_ACCEPTABLE = 488;
  private static final int REQUEST_PENDING = 491;
  private static final int NO_PORT = 503;

  private final CallTable calls;
  private final RouterSide routerSide;
  private final AgentPhones phones;
  private final LegMoves moves;
  private final MediaLegs legs;
  private final CallJournal journal;
  private final Timers timers;
  private final Consumer<ActiveCall> abort;
  private long begun;

  Conferences(
      CallControl.Parts parts,
      CallTable calls,
      RouterSide routerSide,
      AgentPhones phones,
      LegMoves moves,
      MediaLegs legs,
      Consumer<ActiveCall> abort) {
    this.calls = calls;
    this.routerSide = routerSide;
    this.phones = phones;
    this.moves = moves;
    this.legs = legs;
    this.journal = parts.journal();
    this.timers = parts.timers();
    this.abort = abort;
  }

  /** How many calls have become conferences. */
  long begun() {
    return begun;
  }

  /** How the agent serves the caller, and his own calls in which somebody talks to him. */
  private record Plan(Leg by, List<ActiveCall> own) {
    ActiveCall served() {
      return by.call();
    }

    int parties() {
      int before =
          served().machine().state() instanceof CallState.Conference conference
              ? conference.size()
              : 2;
      return before + own.size();
    }
  }

  private @Nullable Plan plan(int agent) {
    Leg by = agent == OutsideLeg.NOBODY ? null : calls.serving(agent);
    List<ActiveCall> own = calls.dialledBy(agent).filter(Conferences::isTalking).toList();
    return by == null || own.isEmpty() ? null : new Plan(by, own);
  }

  private static boolean isTalking(ActiveCall own) {
    CallState state = own.machine().state();
    return state instanceof CallState.Talking || state instanceof CallState.TalkingOutside;
  }

  /** 0 where nothing is against it. */
  private static int refusal(@Nullable Plan plan) {
    if (plan == null) {
      return FORBIDDEN;
    }
    if (plan.parties() > AudioMixer.MOST_PARTIES) {
      return BUSY;
    }
    return plan.served().path().isSettled() ? 0 : REQUEST_PENDING;
  }

  // ---- how an agent asks for it

  /** The agent of this leg has pressed the keys of the code in it. */
  void pressed(Leg leg) {
    Plan plan = plan(leg.owner());
    int refusal = refusal(plan);
    if (plan == null || refusal != 0) {
      LOG.info("no conference in call {}: {}", leg.call().id(), refusal);
      return;
    }
    calls.guarded(plan.served(), () -> confer(plan, leg), abort);
  }

  private void confer(Plan plan, Leg pressedIn) {
    ActiveCall own = pressedIn.call();
    Dialog dialog = own.caller();
    MediaLeg audio = plan.own().contains(own) ? own.path().handOverCaller() : null;
    if (audio != null) {
      goOnBy(plan.by(), dialog, audio);
    }
    confer(plan);
  }

  /** An agent has dialled the code. */
  void dialled(Dialog dialog, SipRequest invite) {
    Plan plan = plan(phones.callerOf(dialog, invite));
    int refusal = refusal(plan);
    SessionDescription offer = MediaLeg.parse(MediaPath.sdpOf(invite));
    if (plan == null || refusal != 0) {
      dialog.reject(refusal);
    } else if (offer == null) {
      dialog.reject(NOT_ACCEPTABLE);
    } else {
      calls.guarded(plan.served(), () -> dialled(plan, dialog, offer), abort);
    }
  }

  private void dialled(Plan plan, Dialog dialog, SessionDescription offer) {
    MediaLeg audio = legs.open(null, FarEnd.of(dialog, offer));
    if (audio == null) {
      dialog.reject(NO_PORT);
      return;
    }
    switch (audio.answer(offer)) {
      case MediaPath.Description.Ready(byte[] sdp) -> {
        dialog.accept(sdp);
        goOnBy(plan.by(), dialog, audio);
        confer(plan);
      }
      case MediaPath.Description.Impossible(int status, String _) -> {
        audio.close();
        dialog.reject(status);
      }
    }
  }

  // ---- what is done then

  /** The agent serves the caller by this dialog from now on; the one before ends. */
  private void goOnBy(Leg by, Dialog dialog, MediaLeg audio) {
    ActiveCall call = by.call();
    Dialog before = call.dialog(by.id());
    by.speaksBy(dialog);
    calls.leg(dialog, by);
    call.log().legAdded(dialog, routerSide.nameOf(by.owner()));
    call.path().forgetAgent(by.id());
    audio.belongsTo(dialog);
    call.path().adopt(by.id(), audio);
    end(before);
  }

  private void end(@Nullable Dialog dialog) {
    if (dialog != null) {
      calls.forget(dialog);
      dialog.hangUp(DropReason.CONFERENCE.reason());
    }
  }

  private void confer(Plan plan) {
    ActiveCall served = plan.served();
    begun += served.machine().state() instanceof CallState.Conference ? 0 : 1;
    List<Member> guests = new ArrayList<>();
    for (ActiveCall own : plan.own()) {
      OutsideLeg moved = moves.move(own, served);
      guests.add(new Member(moved.id(), moved.agent() != OutsideLeg.NOBODY));
      Leg callers = calls.leg(own.caller());
      if (callers != null && callers.call() == own) {
        end(own.caller());
      }
    }
    served.heldByAgent(false);
    served.log().resumed(timers.nowNs());
    calls.post(served, new CallEvent.Conferred(guests));
    plan.own().forEach(own -> calls.post(own, new CallEvent.Absorbed()));
  }

  // ---- what a call wants

  /** These hear each other from now on. */
  void gather(ActiveCall call, boolean withCaller, List<Long> legIds) {
    Set<String> parties = new LinkedHashSet<>();
    if (withCaller) {
      parties.add(CallLog.CALLER);
    } else {
      calls.forget(call.caller());
    }
    legIds.forEach(id -> parties.add(nameOf(call, id)));
    call.log().conferring(withCaller && legIds.size() == 1 ? Set.of() : parties, timers.nowNs());
    journal.conferring(call.id(), List.copyOf(parties));
    call.path().gather(withCaller, legIds);
  }

  private String nameOf(ActiveCall call, long legId) {
    AgentLeg agent = call.agentLegs().get(legId);
    OutsideLeg outside = call.outside(legId);
    if (agent != null) {
      return routerSide.nameOf(agent.agent());
    }
    if (outside == null) {
      throw new IllegalStateException("nobody at leg " + legId);
    }
    return outside.target();
  }
}
