package usher.core.trunk;

import java.util.HashSet;
import java.util.Set;
import usher.sip.dialog.Dialog;

/**
 * The legs that run over a trunk. Nobody tells when one is over: those are swept out when there
 * seem to be too many, and that often enough that they never outnumber the others for long.
 */
final class LiveCalls {
  private static final int SWEEP_FROM = 64;

  private final Set<Dialog> legs = new HashSet<>();
  private int sweepAt = SWEEP_FROM;

  void add(Dialog leg) {
    legs.add(leg);
    if (legs.size() >= sweepAt) {
      sweepAt = Math.max(SWEEP_FROM, 2 * count());
    }
  }

  /** How many run. */
  int count() {
    legs.removeIf(Dialog::isEnded);
    return legs.size();
  }

  /** How many run, and some that are over. */
  int atMost() {
    return legs.size();
  }
}
