package usher.perf.harness;

import java.io.IOException;
import java.util.List;
import usher.softphone.results.Measurement;

/**
 * Something to be played and measured.
 *
 * @param name on the command line
 * @param about one line
 */
record Scenario(String name, String about, Play play) {

  /** Plays it. */
  @FunctionalInterface
  interface Play {
    /**
     * Plays.
     *
     * @param bench has server and phones
     * @return what was measured, in order
     */
    List<Measurement> on(Bench bench) throws IOException;
  }
}
