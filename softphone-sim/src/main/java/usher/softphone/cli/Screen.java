package usher.softphone.cli;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * Where a run is watched: on a terminal one line that is written over each second, elsewhere a new
 * line every few seconds.
 */
final class Screen {
  private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);
  private static final String TO_BEGIN_AND_CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private boolean lineOpen;

  Screen(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** How often a status is worth printing. */
  Duration interval() {
    return terminal ? ON_TERMINAL : ELSEWHERE;
  }

  void status(String line) {
    if (terminal) {
      out.print(TO_BEGIN_AND_CLEAR + line);
      lineOpen = true;
      out.flush();
    } else {
      out.println(line);
    }
  }

  void println(String line) {
    if (lineOpen) {
      out.println();
      lineOpen = false;
    }
    out.println(line);
    out.flush();
  }
}
