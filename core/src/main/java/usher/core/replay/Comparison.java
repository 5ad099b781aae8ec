package usher.core.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import usher.core.journal.RecordedRun;
import usher.routing.call.CallEnd;
import usher.routing.plan.RoutingPlan;

/** Lays three histories of the same demand beside one another. */
final class Comparison {
  /** One of them, and the plan on which it came about. */
  record Side(History history, RoutingPlan plan) {}

  private final RecordedRun run;
  private final long fromNs;
  private final long toNs;
  private final Figures.Limits limits;

  Comparison(RecordedRun run, long fromNs, long toNs, Figures.Limits limits) {
    this.run = run;
    this.fromNs = fromNs;
    this.toNs = toNs;
    this.limits = limits;
  }

  WhatIf of(TapeReplay.Verdict verdict, Side recorded, Side own, Side other, int details) {
    List<WhatIf.Row> rows = new ArrayList<>();
    for (String queue : queues(recorded.plan(), other.plan())) {
      rows.add(
          new WhatIf.Row(
              queue, figures(recorded, queue), figures(own, queue), figures(other, queue)));
    }
    WhatIf.Row total = new WhatIf.Row("all", total(recorded), total(own), total(other));
    return new WhatIf(
        verdict, rows, total, elsewhere(own, other, details), notes(recorded, own, other));
  }

  private static SortedSet<String> queues(RoutingPlan... plans) {
    SortedSet<String> names = new TreeSet<>();
    for (RoutingPlan plan : plans) {
      for (int queue = 0; queue < plan.queueCount(); queue++) {
        names.add(plan.queue(queue).name());
      }
    }
    return names;
  }

  private boolean counts(CallStory call) {
    return call.arrivedNs >= fromNs && call.arrivedNs < toNs;
  }

  private @Nullable Figures figures(Side side, String name) {
    int queue = side.plan().queueIndex(name);
    if (queue < 0) {
      return null;
    }
    List<CallStory> calls =
        side.history().calls().stream()
            .filter(call -> counts(call) && call.queue.equals(name))
            .toList();
    long moved =
        side.history().calls().stream()
            .filter(call -> counts(call) && call.movedFrom.contains(name))
            .count();
    return Figures.of(calls, moved, side.history().nowNs(), limits, occupancy(side, queue));
  }

  private Figures total(Side side) {
    List<CallStory> calls = side.history().calls().stream().filter(this::counts).toList();
    return Figures.of(calls, 0, side.history().nowNs(), limits, occupancy(side, -1));
  }

  /** Of those who can serve a queue, or of all. */
  private static @Nullable Double occupancy(Side side, int queue) {
    long busyNs = 0;
    long availableNs = 0;
    for (int agent = 0; agent < side.plan().agentCount(); agent++) {
      if (queue < 0 || Serving.canServe(side.plan(), agent, queue)) {
        AgentTime time = side.history().time(agent);
        busyNs += time.busyNs();
        availableNs += time.availableNs();
      }
    }
    return busyNs + availableNs == 0
        ? null
        : (Double) ((double) busyNs / (double) (busyNs + availableNs));
  }

  private WhatIf.Elsewhere elsewhere(Side own, Side other, int details) {
    Map<Integer, CallStory> before = new HashMap<>();
    own.history().calls().forEach(call -> before.put(call.number, call));
    List<WhatIf.Detour> first = new ArrayList<>();
    long[] counts = new long[4];
    for (CallStory after : other.history().calls()) {
      CallStory was = before.get(after.number);
      if (was != null && counts(after) && differ(was, after)) {
        count(was, after, counts);
        if (first.size() < details) {
          first.add(detour(was, after));
        }
      }
    }
    return new WhatIf.Elsewhere(counts[0], counts[1], counts[2], counts[3], first);
  }

  private static boolean differ(CallStory was, CallStory is) {
    return !was.outcome().equals(is.outcome());
  }

  private static void count(CallStory was, CallStory is, long[] counts) {
    counts[0]++;
    if (was.refused || is.refused || was.end != is.end) {
      counts[3]++;
    } else if (!was.queue.equals(is.queue)) {
      counts[1]++;
    } else {
      counts[2]++;
    }
  }

  private WhatIf.Detour detour(CallStory was, CallStory is) {
    RecordedRun.Entered entered = run.calls().get(was.handle);
    String caller = entered == null ? "" : entered.call().caller();
    return new WhatIf.Detour(is.number, caller, was.outcome(), is.outcome(), why(was, is));
  }

  private static String why(CallStory was, CallStory is) {
    if (is.why != null) {
      return is.why;
    } else if (is.isAnswered() && was.end == CallEnd.ABANDONED) {
      return "answered after %.1f s, before the caller gave up".formatted(seconds(is));
    } else if (is.end == CallEnd.ABANDONED) {
      return "the caller gave up after %.1f s".formatted(seconds(is));
    } else if (!was.queue.equals(is.queue)) {
      return "the rules led it to " + is.queue;
    } else if (Objects.equals(was.agent, is.agent)) {
      return "ended after %.1f s".formatted(seconds(is));
    }
    return "another agent was free first";
  }

  private static double seconds(CallStory call) {
    return call.waitNs(call.endedNs) / 1e9;
  }

  private static List<String> notes(Side recorded, Side own, Side other) {
    List<String> notes = new ArrayList<>();
    long skipped = recorded.history().notReplayed();
    if (skipped > 0) {
      notes.add(skipped + " commands on single calls were recorded and are not simulated");
    }
    missing(own.plan(), other.plan()).forEach(name -> notes.add(name + " is not in these rules"));
    missing(other.plan(), own.plan()).forEach(name -> notes.add(name + " never logs in: new"));
    return notes;
  }

  private static List<String> missing(RoutingPlan from, RoutingPlan in) {
    List<String> names = new ArrayList<>();
    for (int agent = 0; agent < from.agentCount(); agent++) {
      String name = from.agent(agent).name();
      if (in.agentIndex(name) < 0) {
        names.add("agent " + name);
      }
    }
    return names;
  }
}
