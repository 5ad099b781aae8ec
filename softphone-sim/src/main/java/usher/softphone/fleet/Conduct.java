package usher.softphone.fleet;

import usher.softphone.chance.Spread;

/**
 * What somebody does in a call that was answered.
 *
 * @param hangUpAfter how long he talks before he hangs up; never where he leaves that to the other
 * @param holdAfter how long before he holds; never where he does not
 * @param holdFor how long he holds then
 * @param refreshes whether his phone offers its session again as soon as the call is up
 * @param vanishAfter how long before his phone loses its power; never where it does not
 */
public record Conduct(
    Spread hangUpAfter, Spread holdAfter, Spread holdFor, boolean refreshes, Spread vanishAfter) {

  /** Talks for this long and hangs up. */
  public static Conduct talk(Spread hangUpAfter) {
    return new Conduct(hangUpAfter, Spread.NEVER, Spread.NONE, false, Spread.NEVER);
  }

  /** Waits for the other to hang up. */
  public static Conduct listen() {
    return talk(Spread.NEVER);
  }

  /** The same, but holds once. */
  public Conduct holding(Spread after, Spread length) {
    return new Conduct(hangUpAfter, after, length, refreshes, vanishAfter);
  }

  /** The same, but offers the session again at once. */
  public Conduct refreshing() {
    return new Conduct(hangUpAfter, holdAfter, holdFor, true, vanishAfter);
  }

  /** The same, but the phone loses its power after this long. */
  public Conduct vanishing(Spread after) {
    return new Conduct(hangUpAfter, holdAfter, holdFor, refreshes, after);
  }
}
