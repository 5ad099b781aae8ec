package usher.core.call;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.Dialogs;
import usher.sip.dialog.Replaces;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Timers;

/**
 * An agent joins the caller whom he serves with whom he has asked meanwhile: REFER with Replaces
 * (RFC 5589 7), in either of the two dialogs of his phone. Both end at the server, so nobody is
 * called again: the leg of who was asked moves into the caller's call, which keeps all it has, and
 * the agent's own call ends.
 */
final class Joinings {
  private static final Logger LOG = LoggerFactory.getLogger(Joinings.class);

  private static final int FORBIDDEN = 403;
  private static final int GONE = 481;
  private static final int REQUEST_PENDING = 491;

  private final CallTable calls;
  private final RouterSide routerSide;
  private final LegMoves moves;
  private final Dialogs dialogs;
  private final Supplier<Entrance> entrance;
  private final Timers timers;

  Joinings(
      CallControl.Parts parts,
      CallTable calls,
      RouterSide routerSide,
      LegMoves moves,
      Supplier<Entrance> entrance) {
    this.calls = calls;
    this.routerSide = routerSide;
    this.moves = moves;
    this.dialogs = parts.dialogs();
    this.entrance = entrance;
    this.timers = parts.timers();
  }

  /** How the agent serves a caller, and his own call, whose other side gets there. */
  private record Pair(Leg by, ActiveCall own) {
    ActiveCall served() {
      return by.call();
    }
  }

  void referred(Leg leg, Replaces replaces, Dialog dialog, ServerTransaction refer) {
    Dialog named = dialogs.find(replaces);
    Leg other = named == null ? null : calls.leg(named);
    if (other == null) {
      // 481 would end the dialog of the REFER itself (RFC 5057 5.1); it is the other that is gone
      dialog.acceptReferral(refer).done(GONE);
      return;
    }
    Pair pair = other.owner() == leg.owner() ? pair(leg, other) : null;
    if (pair == null) {
      LOG.info("agent {} may not join other calls", routerSide.nameOf(leg.owner()));
      dialog.answer(refer, FORBIDDEN);
    } else if (isReady(pair)) {
      join(pair, leg.owner(), dialog, refer);
    } else {
      dialog.answer(refer, REQUEST_PENDING);
    }
  }

  private static @Nullable Pair pair(Leg one, Leg other) {
    if (one.isServing() && other.side() == Side.CALLER) {
      return new Pair(one, other.call());
    }
    return other.isServing() && one.side() == Side.CALLER ? new Pair(other, one.call()) : null;
  }

  private static boolean isReady(Pair pair) {
    return pair.by().isTalking()
        && switch (pair.own().machine().state()) {
          case CallState.Dialling _, CallState.TalkingOutside _ ->
              pair.own().firstOutside() != null;
          case CallState.Waiting _, CallState.Talking _ -> true;
          case CallState.New _, CallState.Entering _, CallState.Connecting _ -> false;
          case CallState.Outside _, CallState.ConnectingOutside _ -> false;
          case CallState.Passing _, CallState.Passed _, CallState.ConnectingPassed _ -> false;
          case CallState.Conference _, CallState.Ended _ -> false;
        };
  }

  private void join(Pair pair, int agent, Dialog dialog, ServerTransaction refer) {
    String name = routerSide.nameOf(agent);
    Destination to = partner(pair);
    pair.served().passOn(new PassOn(dialog.acceptReferral(refer), name, to));
    pair.served().log().passing(name, nameOf(to), timers.nowNs());
    // in this order, as the dialog by which the agent is told may be that of his own call
    calls.post(pair.served(), pass(pair, to));
    calls.post(pair.own(), new CallEvent.TakenAway());
  }

  private static String nameOf(Destination to) {
    return switch (to) {
      case Destination.Line(CallQueue queue, _) -> queue.name();
      case Destination.Phone phone -> phone.name();
      case Destination.Partner(String name) -> name;
      case Destination.Refused _ -> throw new IllegalStateException("nobody there");
    };
  }

  /** With whom the agent speaks, or for whom he waits, in his own call. */
  private Destination partner(Pair pair) {
    ActiveCall own = pair.own();
    if (own.machine().state() instanceof CallState.Waiting) {
      boolean keepsAge = entrance.get().transfers().keepAge();
      long credit = keepsAge ? pair.served().log().waitedNs() : 0;
      return new Destination.Line(own.queue(), pair.served().ticket().again(credit));
    }
    OutsideLeg outside = own.firstOutside();
    return new Destination.Partner(
        outside == null ? routerSide.nameOf(LegMoves.agent(own).agent()) : outside.target());
  }

  /** Moves the leg, where there is one, and says so to the call that gets it. */
  private CallEvent pass(Pair pair, Destination to) {
    ActiveCall own = pair.own();
    if (to instanceof Destination.Line(CallQueue queue, _)) {
      return new CallEvent.PassedToQueue(queue.name());
    }
    boolean rings = own.machine().state() instanceof CallState.Dialling;
    return new CallEvent.PassedToLeg(moves.move(own, pair.served()).id(), !rings);
  }
}
