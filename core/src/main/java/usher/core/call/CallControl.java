package usher.core.call;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.sip.address.SipURI;
import usher.core.agent.AgentLocator;
import usher.core.agent.Target;
import usher.routing.Router;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.Dialogs;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.dialog.SipEvent;
import usher.sip.media.MediaPlane;
import usher.sip.message.SipRequest;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;

/**
 * The only place where SIP, routing and media meet: takes new calls, and lets everything that
 * dialogs and the router say become {@link CallEvent}s of a call, whose {@link CallCommand}s are
 * performed in the end. Events wait in a {@link CallTable}, so nothing here recurses; none is left
 * when a public method returns.
 */
public final class CallControl {
  private static final int NOT_ACCEPTABLE = 488;
  private static final String WARNING_MISC = "399 usher \"";

  private final Parts parts;
  private final CallTable calls = new CallTable();
  private final RouterSide routerSide;
  private final MediaPaths paths;
  private final DeskCodes deskCodes;
  private final OwnCalls ownCalls;
  private final Conferences conferences;
  private final Keypads keypads = new Keypads();
  private final Replacements replacements;
  private final DialogEvents dialogEvents;
  private final CallCommands commands;
  private Entrance entrance;

  /**
   * Everything that a call control works with.
   *
   * @param keys called on media threads; what it is given has to come back by {@link #pressed}
   */
  public record Parts(
      Dialogs dialogs,
      Router router,
      RoutingNotes notes,
      MediaPlane media,
      Consumer<PressedKey> keys,
      AgentLocator locator,
      AgentListener agentListener,
      CallJournal journal,
      Consumer<CallLog> records,
      Entrance entrance,
      OutsideLines outside,
      Timers timers,
      LongSupplier epochMs,
      TokenSource tokens) {}

  /** Makes one without calls. */
  public CallControl(Parts parts) {
    this.parts = parts;
    this.entrance = parts.entrance();
    this.routerSide = new RouterSide(parts, calls, () -> entrance);
    LongSupplier sessionIds = () -> parts.tokens().token().hashCode() & 0xFFFF_FFFFL;
    MediaLegs legs = new MediaLegs(parts.media(), parts.keys(), sessionIds);
    this.paths = new MediaPaths(parts, calls, routerSide, legs);
    AgentPhones phones = new AgentPhones(parts.router(), parts.locator());
    this.deskCodes = new DeskCodes(parts.router(), phones, legs, parts.timers());
    this.replacements = new Replacements(parts, calls, routerSide, phones, legs, this::abort);
    CallerSide callerSide = new CallerSide(parts, calls);
    AgentLegs agentLegs = new AgentLegs(parts, calls, routerSide, this::abort);
    OutsideLegs outsideLegs = new OutsideLegs(parts, calls, routerSide, this::abort);
    this.ownCalls = new OwnCalls(parts, calls, routerSide, outsideLegs, phones, () -> entrance);
    LegMoves moves = new LegMoves(routerSide, outsideLegs, () -> entrance);
    Transfers transfers =
        new Transfers(parts, calls, routerSide, outsideLegs, moves, () -> entrance);
    this.conferences = new Conferences(parts, calls, routerSide, phones, moves, legs, this::abort);
    this.dialogEvents =
        new DialogEvents(calls, callerSide, agentLegs, outsideLegs, transfers, this::keyPressed);
    this.commands =
        new CallCommands(
            calls,
            routerSide,
            callerSide,
            agentLegs,
            outsideLegs,
            transfers,
            ownCalls,
            conferences);
  }

  /** Calls that arrive from now on come in here. */
  public void entrance(Entrance next) {
    entrance = next;
  }

  /** This agent (index in the routing plan) has registered: his calls reach him there. */
  public void registered(int agent) {
    List<Dialog> dialogs = calls.dialogsOf(agent);
    if (!dialogs.isEmpty()) {
      parts.locator().targets(agent).forEach(target -> reachedAt(target, dialogs));
    }
  }

  private static void reachedAt(Target target, List<Dialog> dialogs) {
    target
        .contact()
        .ifPresent(at -> dialogs.forEach(dialog -> dialog.reachedOver(at, target.flow())));
  }

  /**
   * The router's handle of a call, {@link Router#NONE} for one that it never had. It is known for a
   * while after the call's end, as what was decided of it is.
   */
  public long routingIdOf(long id) {
    return calls.routingIdOf(id);
  }

  /** Calls that are not over. */
  public int running() {
    return calls.size();
  }

  /** Calls in which more than two hear each other. */
  public int conferring() {
    return calls.conferring();
  }

  /** Calls that became such, in all. */
  public long conferred() {
    return conferences.begun();
  }

  /** Calls that a fault of ours ended. Zero, or somebody has to look. */
  public long faults() {
    return calls.faults();
  }

  /**
   * Acts on what the router decided by itself, and on what anybody else's command made it decide.
   */
  public void settle() {
    routerSide.takeNotes();
    perform();
  }

  /** States of agents that had no cause and were repaired. Zero, or somebody has to look. */
  public long repairs() {
    return routerSide.repairs();
  }

  /**
   * Looks for agents whose work says that they are busy with a call of ours which does not exist,
   * and sets them free. It is never needed unless something here is wrong, hence counted and
   * logged. Calls whose audio can never be heard, as a phone failed to agree on its protection, are
   * ended.
   */
  public void reconcile() {
    calls.all().stream()
        .filter(ActiveCall::isMute)
        .forEach(call -> calls.post(call, new CallEvent.Failed(NOT_ACCEPTABLE)));
    perform();
    routerSide.reconcile();
    settle();
  }

  /** Ends every call. */
  public void stopAll() {
    for (ActiveCall call : calls.all()) {
      calls.post(call, new CallEvent.ServerStops());
    }
    perform();
  }

  private void abort(ActiveCall call) {
    commands.abort(call);
  }

  private void perform() {
    calls.perform(commands, commands::abort);
  }

  /** Takes one event of a dialog. */
  public void on(SipEvent event) {
    if (event instanceof SipEvent.IncomingCall(Dialog dialog, SipRequest invite)) {
      arrived(dialog, invite);
    } else {
      Leg leg = calls.leg(event.dialog());
      if (leg != null) {
        calls.guarded(leg.call(), () -> dialogEvents.onLeg(leg, event), commands::abort);
      } else {
        DialogEvents.onStray(event);
      }
    }
    perform();
  }

  /** Takes a key that was pressed in the audio. */
  public void pressed(PressedKey pressed) {
    Dialog dialog = MediaLegs.dialogOf(pressed);
    Leg leg = dialog == null ? null : calls.leg(dialog);
    if (leg != null) {
      keyPressed(leg, pressed.key());
      perform();
    }
  }

  private void arrived(Dialog dialog, SipRequest invite) {
    if (Replacements.isWanted(invite)) {
      replacements.arrived(dialog, invite);
      return;
    }
    SipURI dialled = AgentPhones.dialled(invite);
    DeskCode code = entrance.code(dialled == null ? "" : dialled.getUser());
    if (code != null && code.deed() == DeskCode.Deed.CONFERENCE) {
      conferences.dialled(dialog, invite);
      return;
    }
    if (code != null) {
      deskCodes.dialled(dialog, invite, code);
      routerSide.takeNotes();
      return;
    }
    int agent = ownCalls.dialler(dialog, invite);
    Destination own = agent == OutsideLeg.NOBODY ? null : ownCalls.destination(dialog, invite);
    if (own == null) {
      enters(dialog, invite, agent);
    } else {
      ActiveCall call = ownCalls.take(agent, own, dialog, invite);
      if (call != null) {
        begins(call, agent, invite);
      }
    }
  }

  /** Whoever pressed it in his leg; agents may so spell a code. */
  private void keyPressed(Leg leg, char key) {
    int agent = leg.owner();
    if (agent == OutsideLeg.NOBODY) {
      return;
    }
    String typed = keypads.press(agent, key, parts.timers().nowNs());
    for (int from = 0; from < typed.length(); from++) {
      DeskCode code = entrance.code(typed.substring(from));
      if (code != null && code.deed() == DeskCode.Deed.CONFERENCE) {
        keypads.clear(agent);
        conferences.pressed(leg);
        return;
      }
    }
  }

  private void enters(Dialog dialog, SipRequest invite, int agent) {
    // without Retry-After, which could stop all that the trunk has for us (RFC 3261 21.5.4)
    if (!parts.outside().admits(dialog)) {
      dialog.reject(503);
      return;
    }
    CallerIdentity caller = parts.outside().identify(invite, dialog.flow());
    switch (entrance.admit(invite, dialog.flow(), caller, parts.epochMs().getAsLong())) {
      case Entrance.Admission.Unknown() -> dialog.reject(404);
      case Entrance.Admission.Refused(int status) -> dialog.reject(status);
      case Entrance.Admission.Admitted(CallQueue queue, Ticket ticket) -> {
        if (parts.journal().isAvailable()) {
          begins(taken(queue, ticket, dialog, invite, caller), agent, invite);
        } else {
          dialog.reject(503);
        }
      }
    }
  }

  private ActiveCall taken(
      CallQueue queue, Ticket ticket, Dialog dialog, SipRequest invite, CallerIdentity caller) {
    long id = calls.nextId();
    long nowNs = parts.timers().nowNs();
    CallLog log =
        new CallLog(id, queue, ticket, invite, caller, dialog, nowNs, parts.epochMs().getAsLong());
    return new ActiveCall(id, queue, dialog, log);
  }

  private void begins(ActiveCall call, int agent, SipRequest invite) {
    calls.add(call);
    if (agent != OutsideLeg.NOBODY) {
      ownCalls.begins(call, agent);
    }
    calls.guarded(call, () -> prepare(call, invite), commands::abort);
  }

  private void prepare(ActiveCall call, SipRequest invite) {
    byte[] offer = MediaPath.sdpOf(invite);
    boolean own = call.dialledBy() != OutsideLeg.NOBODY;
    call.path(own ? paths.ofOwnCall(call, offer) : paths.of(call, offer));
    switch (call.path().prepare()) {
      case MediaPath.Description.Ready _ -> calls.post(call, new CallEvent.Arrived());
      case MediaPath.Description.Impossible(int status, String reason) -> {
        call.caller().reject(status, new HeaderLine("Warning", WARNING_MISC + reason + "\""));
        calls.post(call, new CallEvent.Failed(status));
      }
    }
  }
}
