package usher.core.call;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.call.CallCommand.DropReason;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.Dialogs;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.dialog.SipEvent;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Timers.Timer;

/** The legs that routing has not chosen: where a rung sends a call, to whom an agent passes it. */
final class OutsideLegs {
  private static final Logger LOG = LoggerFactory.getLogger(OutsideLegs.class);

  /** For how long a place may say nothing, not even 100, before another way is tried. */
  private static final long SILENCE_NS = Duration.ofSeconds(4).toNanos();

  private static final int SILENT = 408;

  private final CallTable calls;
  private final RouterSide routerSide;
  private final Dialogs dialogs;
  private final OutsideLines lines;
  private final CallJournal journal;
  private final Timers timers;
  private final Consumer<ActiveCall> abort;

  OutsideLegs(
      CallControl.Parts parts, CallTable calls, RouterSide routerSide, Consumer<ActiveCall> abort) {
    this.abort = abort;
    this.calls = calls;
    this.routerSide = routerSide;
    this.dialogs = parts.dialogs();
    this.lines = parts.outside();
    this.journal = parts.journal();
    this.timers = parts.timers();
  }

  // ---- what a call wants

  /** A rung sends the call there. */
  void ring(ActiveCall call, long legId, String to, Duration ring) {
    OutsideLeg leg = new OutsideLeg(legId, to, lines.route(to, call.log().caller()));
    call.outsideLegs().put(leg.id(), leg);
    call.log().sentOutside(to, timers.nowNs());
    begin(call, leg, ring);
  }

  /** An agent passes the call on to this phone. */
  void ringPassed(
      ActiveCall call, long legId, Destination.Phone to, List<HeaderLine> headers, Duration ring) {
    OutsideLeg leg = OutsideLeg.passed(legId, to, headers);
    call.outsideLegs().put(leg.id(), leg);
    routerSide.passedTo(leg, true);
    begin(call, leg, ring);
  }

  private void begin(ActiveCall call, OutsideLeg leg, Duration ring) {
    leg.waitUntil(limit(call, leg, ring));
    OutsideRoute.Way way = leg.route().next();
    if (way == null) {
      LOG.warn("call {} cannot be sent to {}: no way leads there", call.id(), leg.target());
      calls.post(call, new CallEvent.OutsideFailed(leg.id()));
    } else {
      take(call, leg, way);
    }
  }

  private void take(ActiveCall call, OutsideLeg leg, OutsideRoute.Way way) {
    switch (call.path().forAgent(leg.id(), way.target())) {
      case MediaPath.Description.Ready(byte[] sdp) -> invite(call, leg, way, sdp);
      case MediaPath.Description.Impossible(int _, String reason) -> {
        LOG.warn("call {} cannot be sent to {}: {}", call.id(), leg.target(), reason);
        calls.post(call, new CallEvent.OutsideFailed(leg.id()));
      }
    }
  }

  private void invite(ActiveCall call, OutsideLeg leg, OutsideRoute.Way way, byte[] offer) {
    journal.sentOutside(call.id(), leg.target());
    Dialog dialog = dialogs.invite(Invitations.of(way, offer, leg.headers()));
    leg.ring(dialog);
    leg.route().dialled(dialog);
    calls.leg(dialog, new Leg(call, null, leg));
    call.log().outsideAdded(dialog);
    dialog.ifSilent(SILENCE_NS, () -> silent(call, leg, dialog));
  }

  /** Who says nothing at all is not there: another way is tried long before timer B would end. */
  private void silent(ActiveCall call, OutsideLeg leg, Dialog dialog) {
    if (call.outside(leg.id()) == leg && leg.dialog() == dialog) {
      OutsideRoute.Way next = leg.route().after(SILENT, null);
      if (next != null) {
        calls.forget(dialog);
        dialog.hangUp(null);
        calls.guarded(call, () -> takeInstead(call, leg, next), abort);
      }
    }
  }

  private void takeInstead(ActiveCall call, OutsideLeg leg, OutsideRoute.Way way) {
    call.path().forgetAgent(leg.id());
    take(call, leg, way);
  }

  private Timer limit(ActiveCall call, OutsideLeg leg, Duration ring) {
    return timers.schedule(
        ring.toNanos(), () -> calls.post(call, new CallEvent.OutsideFailed(leg.id())));
  }

  /** The leg, with its audio, leaves the call that it belonged to; in this one it rings on. */
  void moveRinging(ActiveCall call, OutsideLeg leg, Dialog dialog, Duration ring) {
    leg.ring(dialog);
    leg.waitUntil(limit(call, leg, ring));
    moved(call, leg, dialog);
  }

  /** The same for one that was picked up. */
  void moveAnswered(ActiveCall call, OutsideLeg leg, Dialog dialog) {
    leg.answered(dialog);
    moved(call, leg, dialog);
  }

  private void moved(ActiveCall call, OutsideLeg leg, Dialog dialog) {
    call.outsideLegs().put(leg.id(), leg);
    calls.leg(dialog, new Leg(call, null, leg));
    call.log().outsideAdded(dialog);
  }

  void connect(ActiveCall call, long legId) {
    OutsideLeg leg = call.outside(legId);
    Dialog dialog = leg == null ? null : leg.dialog();
    if (dialog == null) {
      throw new IllegalStateException("somebody answered outside who was not rung");
    }
    call.path().connect(call.caller(), dialog, legId);
  }

  void drop(ActiveCall call, long legId, DropReason reason) {
    OutsideLeg leg = call.outside(legId);
    if (leg == null) {
      return;
    }
    call.outsideLegs().remove(legId);
    leg.stopWaiting();
    Dialog dialog = leg.dialog();
    if (dialog != null) {
      calls.forget(dialog);
      dialog.hangUp(reason.reason());
    }
    call.path().forgetAgent(legId);
    if (leg.isPassed()) {
      routerSide.passedTo(leg, false);
    } else {
      call.log().outsideEnded(timers.nowNs());
    }
  }

  // ---- what the phones say

  void progressed(ActiveCall call, OutsideLeg leg, int status) {
    PassOn passOn = call.passOn();
    if (call.dialled() != null) {
      call.caller().ring();
    } else if (leg.isPassed() && passOn != null) {
      passOn.referral().progress(status);
    }
  }

  void answered(ActiveCall call, OutsideLeg leg, SipEvent.Answered answered) {
    leg.stopWaiting();
    if (call.path().agentAnswered(leg.id(), answered.response())) {
      if (!leg.isPassed()) {
        call.log().outsideAnswered(timers.nowNs());
      }
      calls.post(call, new CallEvent.OutsideAnswered(leg.id()));
    } else {
      calls.post(call, new CallEvent.OutsideFailed(leg.id()));
    }
  }

  void refused(ActiveCall call, OutsideLeg leg, SipEvent.Refused refused) {
    OutsideRoute.Way next =
        call.outside(leg.id()) == leg
            ? leg.route().after(refused.status(), refused.response())
            : null;
    if (next == null) {
      failed(call, leg, refused.status());
    } else {
      calls.forget(refused.dialog());
      takeInstead(call, leg, next);
    }
  }

  private void failed(ActiveCall call, OutsideLeg leg, int status) {
    leg.refused(status);
    if (call.passOn() != null) {
      call.log().passRefused(status);
    } else if (!leg.isPassed()) {
      call.log().outsideRefused(status);
    }
    calls.post(call, new CallEvent.OutsideFailed(leg.id()));
  }
}
