package usher.softphone.cli;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * Where a run is watched: on a terminal one line that is written over each second, elsewhere a new
 * line every few seconds.
 */
public final class Screen {
  private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);
  private static final String TO_BEGIN_AND_CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private boolean lineOpen;

  /** A screen that is, or is not, a terminal. */
  public Screen(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** How often a status is worth printing. */
  public Duration interval() {
    return terminal ? ON_TERMINAL : ELSEWHERE;
  }

  /** Shows how things stand, instead of what it showed before where that can be. */
  public void status(String line) {
    if (terminal) {
      out.print(TO_BEGIN_AND_CLEAR + line);
      lineOpen = true;
      out.flush();
    } else {
      out.println(line);
    }
  }

  /** Prints a line that stays. */
  public void println(String line) {
    if (lineOpen) {
      out.println();
      lineOpen = false;
    }
    out.println(line);
    out.flush();
  }
}
