package usher.core.config;

/**
 * What agents dial on desk phones to say something about themselves and their calls.
 *
 * @param notReady may be followed by digits, which are the reason
 * @param conference may also be pressed in a call
 */
public record FeatureCodes(
    String login,
    String logout,
    String ready,
    String notReady,
    String wrapUpDone,
    String conference) {

  /** What an operator gets who says nothing. */
  public static final FeatureCodes DEFAULT =
      new FeatureCodes("*45", "*46", "*47", "*48", "*49", "*3");
}
