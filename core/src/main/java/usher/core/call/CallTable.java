package usher.core.call;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.routing.Router;
import usher.routing.decision.DecisionLog;
import usher.sip.dialog.Dialog;

/**
 * The calls that are not over, whose leg each dialog is, and what happened to the calls but was not
 * acted upon yet. Events are taken one after the other, so nothing that acts on one is ever entered
 * a second time.
 */
final class CallTable {
  private static final Logger LOG = LoggerFactory.getLogger(CallTable.class);

  private record Step(ActiveCall call, CallEvent event) {}

  /** Does what a call wants done. */
  interface Performer {
    void perform(ActiveCall call, CallCommand command);
  }

  private final Map<Dialog, Leg> legs = new HashMap<>();
  private final Map<Long, ActiveCall> byRoutingId = new HashMap<>();
  private final Map<Long, ActiveCall> calls = new HashMap<>();
  private final Deque<Step> steps = new ArrayDeque<>();
  private final long[] goneIds = new long[DecisionLog.KEPT];
  private final long[] goneRoutingIds = new long[DecisionLog.KEPT];
  private long lastCallId;
  private boolean performing;
  private long faults;

  // ---- calls

  /** A number for a new call, counted from 1. */
  long nextId() {
    return ++lastCallId;
  }

  void add(ActiveCall call) {
    calls.put(call.id(), call);
    legs.put(call.caller(), Leg.ofCaller(call));
  }

  void remove(ActiveCall call) {
    // another call may have taken the dialog over
    legs.remove(call.caller(), Leg.ofCaller(call));
    byRoutingId.remove(call.routingId());
    calls.remove(call.id());
    int row = gone(call.id());
    goneIds[row] = call.id();
    goneRoutingIds[row] = call.routingId();
  }

  /** Numbers follow each other, so that the last calls have rows of their own. */
  private int gone(long id) {
    return (int) (id & (goneIds.length - 1));
  }

  @Nullable ActiveCall call(long id) {
    return calls.get(id);
  }

  Collection<ActiveCall> all() {
    return List.copyOf(calls.values());
  }

  int size() {
    return calls.size();
  }

  /** How many are conferences. */
  int conferring() {
    return (int)
        calls.values().stream()
            .filter(call -> call.machine().state() instanceof CallState.Conference)
            .count();
  }

  /** The own calls of this agent. */
  Stream<ActiveCall> dialledBy(int agent) {
    return calls.values().stream().filter(call -> call.dialledBy() == agent);
  }

  /** Whether this agent is in a call that routing has not given him. */
  boolean busyOnHisOwn(int agent) {
    return calls.values().stream()
        .anyMatch(call ->
            call.dialledBy() == agent
                || call.outsideLegs().values().stream()
                    .anyMatch(leg -> leg.agent() == agent && !leg.isRouted()));
  }

  /** How this agent talks to a caller, in a conference or not; null where he does not. */
  @Nullable Leg serving(int agent) {
    return legs.values().stream()
        .filter(leg -> leg.isServing() && leg.owner() == agent)
        .filter(leg -> leg.isTalking() || leg.isInConference())
        .findFirst()
        .orElse(null);
  }

  /** The call that this agent serves, and talks in; null where there is none. */
  @Nullable ActiveCall servedBy(int agent) {
    return calls.values().stream()
        .filter(call -> call.agentLegs().values().stream().anyMatch(leg -> leg.agent() == agent))
        .filter(call ->
            call.machine().state() instanceof CallState.Talking
                || call.machine().state() instanceof CallState.Conference)
        .findFirst()
        .orElse(null);
  }

  // ---- as routing names them

  void routed(ActiveCall call, long routingId) {
    call.routingId(routingId);
    byRoutingId.put(routingId, call);
  }

  /** Also for a while after the call's end; {@link Router#NONE} where routing never had it. */
  long routingIdOf(long id) {
    ActiveCall call = calls.get(id);
    if (call != null) {
      return call.routingId();
    }
    return goneIds[gone(id)] == id ? goneRoutingIds[gone(id)] : Router.NONE;
  }

  @Nullable ActiveCall routed(long routingId) {
    return byRoutingId.get(routingId);
  }

  @Nullable ActiveCall unrouted(long routingId) {
    return byRoutingId.remove(routingId);
  }

  // ---- legs

  /** What this agent's phones have to do with calls. */
  List<Dialog> dialogsOf(int agent) {
    return legs.entrySet().stream()
        .filter(each -> each.getValue().owner() == agent)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Nullable Leg leg(Dialog dialog) {
    return legs.get(dialog);
  }

  void leg(Dialog dialog, Leg leg) {
    legs.put(dialog, leg);
  }

  /** Nobody hears any more what this dialog, if there is one, says. */
  void forget(@Nullable Dialog dialog) {
    if (dialog != null) {
      legs.remove(dialog);
    }
  }

  // ---- events

  /** Leaves an event for its turn; without a call there is nobody whom it concerns. */
  void post(@Nullable ActiveCall call, CallEvent event) {
    if (call != null) {
      steps.add(new Step(call, event));
    }
  }

  /** What was left for this call is of no use any more. */
  void dropEventsOf(ActiveCall call) {
    steps.removeIf(step -> step.call() == call);
  }

  /** Takes all events, and those that come of them. */
  void perform(Performer performer, Consumer<ActiveCall> abort) {
    if (performing) {
      return;
    }
    performing = true;
    try {
      Step step = steps.poll();
      while (step != null) {
        take(step, performer, abort);
        step = steps.poll();
      }
    } finally {
      performing = false;
    }
  }

  private void take(Step step, Performer performer, Consumer<ActiveCall> abort) {
    guarded(
        step.call(),
        () -> {
          for (CallCommand command : step.call().machine().on(step.event())) {
            performer.perform(step.call(), command);
          }
        },
        abort);
  }

  /** A fault in one call ends that call, never the loop. */
  void guarded(ActiveCall call, Runnable action, Consumer<ActiveCall> abort) {
    try {
      action.run();
    } catch (RuntimeException e) {
      faults++;
      LOG.error("call {} is ended by a fault", call.id(), e);
      abort.accept(call);
    }
  }

  long faults() {
    return faults;
  }
}
