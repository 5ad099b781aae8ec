package usher.core.config;

/**
 * Text that must not appear in logs or messages.
 *
 * @param reveal the text itself; only for the code that computes with it
 */
public record Secret(String reveal) {

  /** Says only that there is a secret. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
