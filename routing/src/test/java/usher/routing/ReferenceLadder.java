package usher.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import usher.routing.ReferenceRouter.Agent;
import usher.routing.ReferenceRouter.Call;
import usher.routing.agent.Intent;
import usher.routing.call.CallEnd;
import usher.routing.call.CallKey;
import usher.routing.call.CallState;
import usher.routing.overflow.Ladder;
import usher.routing.overflow.Opening;
import usher.routing.overflow.Rung;
import usher.routing.overflow.Then;
import usher.routing.overflow.When;

/**
 * The overflow ladder as plainly as possible: after everything that happens, every call is asked
 * whether a rung of its queue is due. Knows no expected wait.
 */
final class ReferenceLadder {
  private final ReferenceRouter router;
  private static final long MINUTE_NS = Duration.ofMinutes(1).toNanos();
  private static final long SHORT_NS = Duration.ofSeconds(5).toNanos();

  /** A call that counts for the service level of a queue within some time. */
  private record Counted(int queue, long withinNs, long minute, boolean inTime) {}

  private final Map<Integer, Opening> openings = new HashMap<>();
  private final List<Counted> counted = new ArrayList<>();
  private long minute;

  ReferenceLadder(ReferenceRouter router) {
    this.router = router;
  }

  void open(int queue, Opening opening) {
    openings.put(queue, opening);
  }

  /** As long as a rung is due for anybody: the first such call climbs. */
  void settle() {
    while (true) {
      Call next =
          router.calls.stream()
              .filter(call -> !router.isOverdue(call))
              .filter(this::canClimb)
              .min(
                  Comparator.comparingInt(ReferenceLadder::queue)
                      .thenComparingLong(call -> call.place))
              .orElse(null);
      if (next == null) {
        return;
      }
      climb(next, false);
    }
  }

  private static int queue(Call call) {
    return call.entries.getFirst().queueIndex;
  }

  private List<Rung> rungs(Call call) {
    return router.plan().queue(queue(call)).rungs();
  }

  private static Set<Integer> behind(Call call) {
    return call.climbed.computeIfAbsent(queue(call), _ -> new HashSet<>());
  }

  private boolean canClimb(Call call) {
    int rung = nextDue(call, 0, false);
    return rung >= 0 && !isHeldUp(call, rungs(call).get(rung));
  }

  /** A phone may ring to its end before the call is taken away. */
  private static boolean isHeldUp(Call call, Rung rung) {
    return call.state != CallState.WAITING && rung.then().takesAway();
  }

  private int nextDue(Call call, int from, boolean arriving) {
    if (call.state == CallState.CONNECTING || call.state == CallState.OUTSIDE) {
      return -1;
    }
    List<Rung> rungs = rungs(call);
    for (int rung = from; rung < rungs.size(); rung++) {
      boolean refuses = rungs.get(rung).then() instanceof Then.Refuse;
      boolean stays =
          rungs.get(rung).then() instanceof Then.Move && call.moves == Ladder.MOST_MOVES;
      boolean may = (arriving || !refuses) && !stays && !behind(call).contains(rung);
      if (may && rungs.get(rung).when().stream().allMatch(when -> holds(call, when))) {
        return rung;
      }
    }
    return -1;
  }

  void climb(Call call, boolean arriving) {
    int rung = nextDue(call, 0, arriving);
    while (rung >= 0) {
      Rung is = rungs(call).get(rung);
      if (isHeldUp(call, is)) {
        return;
      }
      behind(call).add(rung);
      router.log.add("fired " + call.number + " " + queue(call) + " " + rung);
      does(call, is.then(), arriving);
      if (is.then().takesAway()) {
        return;
      }
      rung = nextDue(call, rung + 1, arriving);
    }
  }

  private void does(Call call, Then then, boolean arriving) {
    switch (then) {
      case Then.Relax() -> router.relax(call);
      case Then.RaisePoints(int by) -> call.points = Math.min(call.points + by, CallKey.MAX_POINTS);
      case Then.AddQueue(String queue) -> router.addQueue(call, router.plan().queueIndex(queue));
      case Then.Move(String queue, boolean keepsAge) -> {
        router.move(call, router.plan().queueIndex(queue), keepsAge);
        climb(call, arriving);
      }
      case Then.External _ -> call.state = CallState.OUTSIDE;
      case Then.Refuse _ -> router.leave(call, CallEnd.REFUSED);
      case Then.Goodbye _ -> router.leave(call, CallEnd.OVERFLOWED);
    }
  }

  private boolean holds(Call call, When when) {
    int queue = queue(call);
    return switch (when) {
      case When.Waited waited -> router.due() - call.entered >= waited.atLeast().toNanos();
      case When.QueueLength length -> others(call) >= length.atLeast();
      case When.Position position -> router.position(call) > position.beyond();
      case When.NobodyStaffed() ->
          router.agents.stream().noneMatch(a -> a.staffed && serves(a, queue));
      case When.NobodyReady() ->
          router.agents.stream().noneMatch(a -> a.intent == Intent.READY && serves(a, queue));
      case When.Closed() -> openings.getOrDefault(queue, Opening.OPEN) != Opening.OPEN;
      case When.Holiday() -> openings.getOrDefault(queue, Opening.OPEN) == Opening.HOLIDAY;
      case When.ServiceLevelBelow level -> isBelow(level, queue);
      case When.ExpectedWait _ -> throw new IllegalArgumentException(when.toString());
    };
  }

  // ---- Service level

  private boolean isBelow(When.ServiceLevelBelow level, int queue) {
    long first = router.due() / MINUTE_NS - level.over().toMinutes() + 1;
    List<Counted> within =
        counted.stream()
            .filter(c -> c.queue() == queue && c.withinNs() == level.within().toNanos())
            .filter(c -> c.minute() >= first)
            .toList();
    long inTime = within.stream().filter(Counted::inTime).count();
    return within.size() >= level.atLeast()
        && inTime * 100 < (long) level.percent() * within.size();
  }

  /** The limits that a call has yet to be counted for. */
  private List<Long> limits(Call call) {
    return rungs(call).stream()
        .flatMap(rung -> rung.when().stream())
        .filter(When.ServiceLevelBelow.class::isInstance)
        .map(when -> ((When.ServiceLevelBelow) when).within().toNanos())
        .distinct()
        .filter(limit -> !call.counted.contains(limit))
        .toList();
  }

  private void count(Call call, long limitNs, boolean inTime) {
    turn();
    counted.add(new Counted(queue(call), limitNs, minute, inTime));
  }

  void answered(Call call) {
    limits(call)
        .forEach(limit -> {
          call.counted.add(limit);
          count(call, limit, true);
        });
  }

  void abandoned(Call call) {
    if (router.due() - call.entered >= SHORT_NS) {
      limits(call).forEach(limit -> count(call, limit, false));
    }
  }

  /** When a call that waits will have waited longer than a service level says. */
  long nextPassed(Call call) {
    return call.state == CallState.CONNECTING
        ? Long.MAX_VALUE
        : limits(call).stream()
            .mapToLong(limit -> call.entered + limit + 1)
            .min()
            .orElse(Long.MAX_VALUE);
  }

  void passed(Call call) {
    limits(call).stream()
        .filter(limit -> call.entered + limit + 1 <= router.due())
        .forEach(limit -> {
          call.counted.add(limit);
          count(call, limit, false);
        });
    climb(call, false);
  }

  /** Calls leave the window by whole minutes. */
  long nextTurn() {
    return counted.isEmpty() ? Long.MAX_VALUE : (minute + 1) * MINUTE_NS;
  }

  void turn() {
    minute = router.due() / MINUTE_NS;
  }

  private long others(Call call) {
    return router.calls.stream()
        .filter(other -> other != call && queue(other) == queue(call))
        .filter(other -> other.state != CallState.CONNECTING)
        .count();
  }

  private boolean serves(Agent a, int queue) {
    int steps = router.plan().queue(queue).steps().size();
    for (int step = 0; step < steps; step++) {
      if (ReferenceRouter.isAble(a, router.plan().queue(queue), 0, step, 0)) {
        return true;
      }
    }
    return false;
  }

  /** When the next rung that waits for its time may be due. */
  long nextTime(Call call) {
    return rungs(call).stream()
        .flatMap(rung -> rung.when().stream())
        .filter(When.Waited.class::isInstance)
        .map(When.Waited.class::cast)
        .mapToLong(waited -> call.entered + waited.atLeast().toNanos())
        .filter(at -> at > call.climbedUntil)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
