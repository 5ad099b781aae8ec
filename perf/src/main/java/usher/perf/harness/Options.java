package usher.perf.harness;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How scenarios are played.
 *
 * @param launcher the server's {@code bin/usher}
 * @param results where files go
 * @param warmUpS calls that are not counted, before anything is measured
 * @param warmUpRate how many of them a second
 * @param seconds of a stretch, instead of what the scenario thinks right
 * @param peak calls a second, where it is known and need not be searched
 * @param soakCalls how many calls the soak makes
 * @param keep whether the server's files stay
 */
record Options(
    Path launcher,
    Path results,
    int warmUpS,
    double warmUpRate,
    OptionalInt seconds,
    OptionalDouble peak,
    long soakCalls,
    long seed,
    boolean keep) {

  int seconds(int usual) {
    return seconds.orElse(usual);
  }
}
