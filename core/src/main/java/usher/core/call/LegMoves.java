package usher.core.call;

import java.util.function.Supplier;
import usher.sip.dialog.Dialog;

/**
 * Moves the leg of who was asked, with its audio, from the agent's own call into the one in which
 * the agent serves a caller. Nobody is called again and no phone is told anything.
 */
final class LegMoves {
  private final RouterSide routerSide;
  private final OutsideLegs outsideLegs;
  private final Supplier<Entrance> entrance;

  LegMoves(RouterSide routerSide, OutsideLegs outsideLegs, Supplier<Entrance> entrance) {
    this.routerSide = routerSide;
    this.outsideLegs = outsideLegs;
    this.entrance = entrance;
  }

  /** The leg as part of the call that it moved to. */
  OutsideLeg move(ActiveCall own, ActiveCall served) {
    OutsideLeg outside = own.firstOutside();
    return outside == null ? moveAgent(own, agent(own), served) : moveOutside(own, outside, served);
  }

  /** Whom routing gave the call. */
  static AgentLeg agent(ActiveCall own) {
    return own.agentLegs().values().iterator().next();
  }

  private OutsideLeg moveOutside(ActiveCall own, OutsideLeg leg, ActiveCall served) {
    boolean rings = own.machine().state() instanceof CallState.Dialling;
    Dialog dialog = leg.dialog();
    if (dialog == null) {
      throw new IllegalStateException("a leg without a phone");
    }
    leg.stopWaiting();
    own.outsideLegs().remove(leg.id());
    OutsideLeg moved = leg.movedTo(served.nextOutside());
    moveAudio(own, leg.id(), served, moved.id());
    if (rings) {
      outsideLegs.moveRinging(served, moved, dialog, entrance.get().transfers().ring());
    } else {
      outsideLegs.moveAnswered(served, moved, dialog);
    }
    return moved;
  }

  /** An agent whom routing gave the own call stays busy with the caller of the other. */
  private OutsideLeg moveAgent(ActiveCall own, AgentLeg leg, ActiveCall served) {
    Dialog dialog = leg.dialog();
    if (dialog == null) {
      throw new IllegalStateException("an agent without a phone");
    }
    own.agentLegs().remove(leg.offerId());
    OutsideLeg moved =
        OutsideLeg.ofRouted(served.nextOutside(), routerSide.nameOf(leg.agent()), leg.agent());
    moveAudio(own, leg.offerId(), served, moved.id());
    outsideLegs.moveAnswered(served, moved, dialog);
    return moved;
  }

  private static void moveAudio(ActiveCall own, long from, ActiveCall served, long to) {
    MediaLeg leg = own.path().handOver(from);
    if (leg == null) {
      throw new IllegalStateException("a leg without audio");
    }
    served.path().adopt(to, leg);
  }
}
