package usher.core.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import usher.core.entry.Attendance;
import usher.core.journal.RecordedRun;
import usher.routing.Command;
import usher.routing.call.NewCall;
import usher.routing.plan.RoutingPlan;

/** Recorded calls before other rules, whose entries look at the very INVITE that came. */
final class Placed implements Placement {
  private final RecordedRun run;
  private final WhatIf.Trial trial;

  Placed(RecordedRun run, WhatIf.Trial trial) {
    this.run = run;
    this.trial = trial;
  }

  @Override
  public @Nullable String place(CallStory recorded, RoutingPlan plan, NewCall call) {
    RecordedRun.Entered entered = run.calls().get(recorded.handle);
    return entered == null || entered.invite() == null
        ? Placement.intoQueue(recorded.wish.queue(), recorded, plan, call)
        : trial.admit(entered, call);
  }

  /** Queues open and close by the hours of these rules. */
  @Override
  public List<History.Act> acts(List<History.Act> recorded) {
    List<History.Act> acts = new ArrayList<>(openings());
    recorded.stream().filter(act -> act.what() != Command.OPENING).forEach(acts::add);
    return acts;
  }

  private List<History.Act> openings() {
    RecordedRun.Piece first = run.tape().getFirst();
    RecordedRun.Piece last = run.tape().getLast();
    RoutingPlan plan = trial.plan();
    List<History.Act> openings = new ArrayList<>();
    for (int queue = 0; queue < plan.queueCount(); queue++) {
      String name = plan.queue(queue).name();
      long wallMs = first.wallMs();
      while (wallMs <= last.wallMs()) {
        Attendance now = trial.attendance(name, wallMs);
        long atNs = first.nowNs() + TimeUnit.MILLISECONDS.toNanos(wallMs - first.wallMs());
        openings.add(new History.Act(atNs, Command.OPENING, name, now.opening().code()));
        wallMs = now.untilMs();
      }
    }
    return openings;
  }
}
