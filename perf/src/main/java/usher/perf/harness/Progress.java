package usher.perf.harness;

/** Where a run is watched. */
interface Progress {
  /** Shows how things stand, instead of what it showed before where that can be. */
  void status(String line);

  /** A line that stays. */
  void println(String line);
}
