package usher.core.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.core.agent.Target;
import usher.sip.dialog.Dialog;

/**
 * The leg to the agent of one offer: the dialog that rings, and where to try next if that phone is
 * not to be reached.
 */
final class AgentLeg {
  private final long offerId;
  private final int agent;
  private final Deque<Target> targets;
  private @Nullable Dialog dialog;

  AgentLeg(long offerId, int agent, List<Target> targets) {
    this.offerId = offerId;
    this.agent = agent;
    this.targets = new ArrayDeque<>(targets);
  }

  long offerId() {
    return offerId;
  }

  int agent() {
    return agent;
  }

  /** The next place to try, null when there is none left. */
  @Nullable Target nextTarget() {
    return targets.poll();
  }

  boolean hasNextTarget() {
    return !targets.isEmpty();
  }

  void ring(Dialog rung) {
    dialog = rung;
  }

  @Nullable Dialog dialog() {
    return dialog;
  }
}
