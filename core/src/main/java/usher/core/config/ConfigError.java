package usher.core.config;

/**
 * One mistake in a configuration.
 *
 * @param source the file's name
 * @param line from 1
 * @param column from 1
 * @param problem what is wrong
 * @param expected what would be right
 */
public record ConfigError(String source, int line, int column, String problem, String expected) {

  /** {@code file:line:column: what is wrong: expected what would be right}, on one line. */
  @Override
  public String toString() {
    return source + ":" + line + ":" + column + ": " + problem + ": expected " + expected;
  }
}
