package usher.perf.harness;

import usher.softphone.results.Measurement;
import usher.softphone.results.Numbers;

/** What has to hold for all calls of a stretch, however fast they come. */
final class Verdict {
  /** Of all calls, in percent; the others have been refused at once. */
  static final double HELD_PCT = 99.9;

  private Verdict() {}

  /** Nearly all were answered, and those that were not know it: none is lost. */
  static Measurement ofCalls(Measurement measured) {
    return noneLost(mostAnswered(measured));
  }

  static Measurement mostAnswered(Measurement measured) {
    double calls = measured.get("calls");
    measured.require(calls > 0, "no calls were made");
    return measured.require(
        measured.get("success_pct") >= HELD_PCT,
        "only "
            + Numbers.text(measured.get("answered"))
            + " of "
            + Numbers.text(calls)
            + " calls were answered");
  }

  static Measurement noneLost(Measurement measured) {
    double lost = lost(measured);
    return measured.require(lost == 0, Numbers.text(lost) + " calls were lost");
  }

  /** Calls that were neither answered nor refused because there were too many. */
  static double lost(Measurement measured) {
    return measured.get("calls") - measured.get("answered") - refused(measured);
  }

  /** Calls that were refused because there were too many. */
  static double refused(Measurement measured) {
    return measured.values().getOrDefault(Meter.SHED, 0.0);
  }
}
