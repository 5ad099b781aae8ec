package usher.core.call;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import usher.routing.Router;
import usher.sip.dialog.Dialog;

/** A call with everything that belongs to it. */
final class ActiveCall {
  private final long id;
  private CallQueue queue;
  private Ticket ticket;
  private @Nullable PassOn passOn;
  private final Dialog caller;
  private final CallMachine machine;
  private final CallLog log;
  private final Map<Long, AgentLeg> agentLegs = new LinkedHashMap<>(2);
  private @Nullable MediaPath path;
  private final Map<Long, OutsideLeg> outsideLegs = new LinkedHashMap<>(1);
  private final Destination.@Nullable Phone dialled;
  private int dialledBy = OutsideLeg.NOBODY;
  private boolean heldByAgent;
  private long lastOutside;
  private long routingId = Router.NONE;

  ActiveCall(long id, CallQueue queue, Dialog caller, CallLog log) {
    this.id = id;
    this.queue = queue;
    this.ticket = log.ticket();
    this.caller = caller;
    this.machine = new Call(queue.answer());
    this.log = log;
    this.dialled = null;
  }

  /** A call that an agent dials himself. */
  ActiveCall(long id, CallQueue none, Dialog agent, CallLog log, Destination.Phone dialled) {
    this.id = id;
    this.queue = none;
    this.ticket = log.ticket();
    this.caller = agent;
    this.machine = new DialledCall(nextOutside());
    this.log = log;
    this.dialled = dialled;
  }

  long id() {
    return id;
  }

  /** The queue it entered last. */
  CallQueue queue() {
    return queue;
  }

  /** What it brings there. */
  Ticket ticket() {
    return ticket;
  }

  void enters(CallQueue next, Ticket with) {
    queue = next;
    ticket = with;
  }

  /** How an agent passes it on, or did; null where none does. */
  @Nullable PassOn passOn() {
    return passOn;
  }

  void passOn(@Nullable PassOn how) {
    passOn = how;
  }

  /** Whom an agent dialled; null for a call that is served by a queue. */
  Destination.@Nullable Phone dialled() {
    return dialled;
  }

  /** The agent whose own call it is, {@link OutsideLeg#NOBODY} for anybody else's. */
  int dialledBy() {
    return dialledBy;
  }

  void dialledBy(int agent) {
    dialledBy = agent;
  }

  /** Whether the agent who serves the call has put it on hold. */
  boolean isHeldByAgent() {
    return heldByAgent;
  }

  void heldByAgent(boolean held) {
    heldByAgent = held;
  }

  Dialog caller() {
    return caller;
  }

  CallMachine machine() {
    return machine;
  }

  CallLog log() {
    return log;
  }

  MediaPath path() {
    MediaPath known = path;
    if (known == null) {
      throw new IllegalStateException("the call has no media path yet");
    }
    return known;
  }

  /** Whether there is audio that can never be heard. */
  boolean isMute() {
    return path != null && path.isBroken();
  }

  /** Gives back what it holds for audio; also where it never got that far. */
  void closePath() {
    if (path != null) {
      path.close();
    }
  }

  void path(MediaPath made) {
    path = made;
  }

  /** The router's handle, {@link Router#NONE} before the call is in line. */
  long routingId() {
    return routingId;
  }

  void routingId(long given) {
    routingId = given;
  }

  /** The leg outside of the centre that has this number, null where there is none any more. */
  @Nullable OutsideLeg outside(long legId) {
    return outsideLegs.get(legId);
  }

  /** The only one of these, or the first; null where there is none. */
  @Nullable OutsideLeg firstOutside() {
    return outsideLegs.values().stream().findFirst().orElse(null);
  }

  /** Those that routing has not chosen, by their numbers. */
  Map<Long, OutsideLeg> outsideLegs() {
    return outsideLegs;
  }

  /** A number for a leg outside, which no offer has and no other leg of this call. */
  long nextOutside() {
    return --lastOutside;
  }

  Map<Long, AgentLeg> agentLegs() {
    return agentLegs;
  }

  /** The dialog of this offer, or of the leg with this number; null where there is none. */
  @Nullable Dialog dialog(long legId) {
    AgentLeg agent = agentLegs.get(legId);
    OutsideLeg outside = outsideLegs.get(legId);
    return agent != null ? agent.dialog() : outside == null ? null : outside.dialog();
  }
}
