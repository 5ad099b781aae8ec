package usher.core.call;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.dialog.Replaces;
import usher.sip.message.Header;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;

/** Agents pass their calls on (RFC 3515). */
final class Transfers {
  private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);

  private static final int FORBIDDEN = 403;
  private static final int UNAVAILABLE = 480;
  private static final int REQUEST_PENDING = 491;

  private final CallControl.Parts parts;
  private final CallTable calls;
  private final RouterSide routerSide;
  private final OutsideLegs outsideLegs;
  private final Joinings joinings;
  private final Supplier<Entrance> entrance;
  private final Timers timers;
  private final LongSupplier epochMs;

  Transfers(
      CallControl.Parts parts,
      CallTable calls,
      RouterSide routerSide,
      OutsideLegs outsideLegs,
      LegMoves moves,
      Supplier<Entrance> entrance) {
    this.parts = parts;
    this.calls = calls;
    this.routerSide = routerSide;
    this.outsideLegs = outsideLegs;
    this.joinings = new Joinings(parts, calls, routerSide, moves, entrance);
    this.entrance = entrance;
    this.timers = parts.timers();
    this.epochMs = parts.epochMs();
  }

  /** Only the agent of a call may pass it on: anybody else would call at our expense. */
  void referred(Leg leg, Dialog dialog, ServerTransaction refer) {
    ActiveCall call = leg.call();
    Replaces replaces = Destinations.replaces(refer.request());
    if (replaces != null && leg.owner() != OutsideLeg.NOBODY) {
      joinings.referred(leg, replaces, dialog, refer);
    } else if (!leg.isServing()) {
      dialog.answer(refer, FORBIDDEN);
    } else if (!leg.isTalking()) {
      dialog.answer(refer, REQUEST_PENDING);
    } else {
      passOn(call, leg.owner(), dialog, refer);
    }
  }

  private void passOn(ActiveCall call, int by, Dialog dialog, ServerTransaction refer) {
    String name = routerSide.nameOf(by);
    Destination to = destination(call, dialog, refer);
    if (to instanceof Destination.Refused(int status)) {
      LOG.info("agent {} may not pass call {} on: {}", name, call.id(), status);
      dialog.answer(refer, status);
      return;
    }
    call.passOn(new PassOn(dialog.acceptReferral(refer), name, to));
    switch (to) {
      case Destination.Line(CallQueue queue, _) -> {
        call.log().passing(name, queue.name(), timers.nowNs());
        calls.post(call, new CallEvent.PassedToQueue(queue.name()));
      }
      case Destination.Phone phone -> {
        call.log().passing(name, phone.name(), timers.nowNs());
        calls.post(call, new CallEvent.PassedToPhone(call.nextOutside()));
      }
      case Destination.Partner _, Destination.Refused _ -> {}
    }
  }

  private Destination destination(ActiveCall call, Dialog dialog, ServerTransaction refer) {
    return new Destinations(
            entrance.get(), parts.router(), parts.locator(), parts.outside(), call.log().caller())
        .of(
            refer.request(),
            dialog.flow(),
            call.ticket(),
            call.log().waitedNs(),
            epochMs.getAsLong());
  }

  static PassOn passOnOf(ActiveCall call) {
    PassOn passOn = call.passOn();
    if (passOn == null) {
      throw new IllegalStateException("nobody passes this call on");
    }
    return passOn;
  }

  // ---- what a call wants

  void ring(ActiveCall call, long legId) {
    PassOn passOn = passOnOf(call);
    if (!(passOn.to() instanceof Destination.Phone phone)) {
      throw new IllegalStateException("a queue has no phone");
    }
    outsideLegs.ringPassed(
        call, legId, phone, referredBy(passOn), entrance.get().transfers().ring());
  }

  /** RFC 3892. */
  private List<HeaderLine> referredBy(PassOn passOn) {
    String uri = "sip:" + passOn.by() + "@" + entrance.get().domain();
    return List.of(new HeaderLine(Header.REFERRED_BY.text(), "<" + uri + ">"));
  }

  void connect(ActiveCall call, long legId) {
    call.log().resumed(timers.nowNs());
    call.path().disconnect();
    outsideLegs.connect(call, legId);
  }

  void report(ActiveCall call, boolean done) {
    PassOn passOn = passOnOf(call);
    if (done) {
      call.log().passed();
      passOn.referral().done(200);
    } else {
      Integer status = call.log().passes().getLast().status();
      passOn.referral().done(status == null ? UNAVAILABLE : status);
      call.passOn(null);
    }
  }

  void enterAgain(ActiveCall call, @Nullable String queue) {
    PassOn passOn = passOnOf(call);
    if (queue != null && passOn.to() instanceof Destination.Line(CallQueue to, Ticket ticket)) {
      call.enters(to, ticket);
    } else {
      boolean keepsAge = entrance.get().transfers().keepAge();
      call.enters(call.queue(), call.ticket().again(keepsAge ? call.log().waitedNs() : 0));
    }
    call.log().resumed(timers.nowNs());
    call.path().music(call.queue().music());
    call.path().playMusic();
    routerSide.enterQueue(call);
  }
}
