package usher.core.call;

import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.Dialog;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.transaction.Timers.Timer;

/**
 * The leg to a place outside of the centre, or to whom an agent passes the call on. Its number is
 * below 0, so it is never an offer's.
 */
final class OutsideLeg {
  /** No agent of ours. */
  static final int NOBODY = -1;

  private final long id;
  private final String target;
  private final boolean passed;
  private final int agent;
  private final boolean routed;
  private final OutsideRoute route;
  private final List<HeaderLine> headers;
  private @Nullable Dialog dialog;
  private @Nullable Timer limit;
  private int refusal;

  /** A leg to where a rung sends the call. */
  OutsideLeg(long id, String target, OutsideRoute route) {
    this(id, target, false, NOBODY, false, route, List.of());
  }

  private OutsideLeg(
      long id,
      String target,
      boolean passed,
      int agent,
      boolean routed,
      OutsideRoute route,
      List<HeaderLine> headers) {
    this.route = route;
    this.headers = headers;
    this.id = id;
    this.target = target;
    this.passed = passed;
    this.agent = agent;
    this.routed = routed;
  }

  /** A leg to whom an agent passes the call on. */
  static OutsideLeg passed(long id, Destination.Phone to, List<HeaderLine> headers) {
    return new OutsideLeg(id, to.name(), true, to.agent(), false, to.route(), headers);
  }

  /** The same leg as part of another call, in which it has this number. */
  OutsideLeg movedTo(long next) {
    return new OutsideLeg(next, target, true, agent, routed, route, headers);
  }

  /** The leg to an agent whom routing gave to another call, as part of this one. */
  static OutsideLeg ofRouted(long id, String name, int agent) {
    return new OutsideLeg(id, name, true, agent, true, OutsideRoute.none(), List.of());
  }

  /** True where an agent passes the call on, false where a rung sends it. */
  boolean isPassed() {
    return passed;
  }

  /** Whose phone it is, or {@link #NOBODY}. */
  int agent() {
    return agent;
  }

  /** True where routing chose the agent: to be told when he is free again. */
  boolean isRouted() {
    return routed;
  }

  long id() {
    return id;
  }

  String target() {
    return target;
  }

  /** The ways there. */
  OutsideRoute route() {
    return route;
  }

  /** What each INVITE says, whatever its way. */
  List<HeaderLine> headers() {
    return headers;
  }

  void ring(Dialog rung) {
    dialog = rung;
  }

  void waitUntil(Timer then) {
    limit = then;
  }

  /** It was picked up already. */
  void answered(Dialog known) {
    dialog = known;
  }

  /** What the phone refused with, 0 where it did not. */
  int refusal() {
    return refusal;
  }

  void refused(int status) {
    refusal = status;
  }

  @Nullable Dialog dialog() {
    return dialog;
  }

  /** It need not be picked up any more. */
  void stopWaiting() {
    if (limit != null) {
      limit.cancel();
    }
  }
}
