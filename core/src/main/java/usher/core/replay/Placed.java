package usher.core.replay;

import org.jspecify.annotations.Nullable;
import usher.core.journal.RecordedRun;
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
}
