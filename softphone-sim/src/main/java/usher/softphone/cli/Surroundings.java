package usher.softphone.cli;

import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** What a command line finds when its process begins. */
public final class Surroundings {
  private static final String LOG_SETTING = "logback.configurationFile";

  private Surroundings() {}

  /**
   * Keeps the log to what matters, unless a file was set for it: without one it would tell every
   * datagram. To be called before the first logger exists.
   */
  public static void quietLog() {
    if (System.getProperty(LOG_SETTING) == null) {
      System.setProperty(LOG_SETTING, "softphones-logback.xml");
    }
  }

  /** Whether somebody watches, on a terminal where a line can be written over. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 has no console again where there is no terminal
  public static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** A stream as text. */
  public static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
