package usher.core.config;

/**
 * What agents dial on desk phones to say something about themselves.
 *
 * @param notReady may be followed by digits, which are the reason
 */
public record FeatureCodes(
    String login, String logout, String ready, String notReady, String wrapUpDone) {

  /** What an operator gets who says nothing. */
  public static final FeatureCodes DEFAULT = new FeatureCodes("*45", "*46", "*47", "*48", "*49");
}
