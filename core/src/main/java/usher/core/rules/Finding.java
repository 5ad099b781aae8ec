package usher.core.rules;

import java.util.Comparator;
import usher.core.config.Places.Place;

/**
 * Something in the rules that cannot work as it was meant.
 *
 * @param at where it stands
 * @param message one sentence
 */
public record Finding(Severity severity, Place at, String message) {

  /** What follows from a finding. */
  public enum Severity {
    /** The version is refused. */
    ERROR,
    /** It is taken, and the operator is told. */
    WARNING
  }

  static final Comparator<Finding> BY_PLACE =
      Comparator.<Finding>comparingInt(finding -> finding.at.line())
          .thenComparingInt(finding -> finding.at.column())
          .thenComparing(Finding::message);

  /** Whether the version is refused for it. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** {@code file:line:column: warning: sentence}. */
  @Override
  public String toString() {
    return at + ": " + (isError() ? "error" : "warning") + ": " + message;
  }
}
