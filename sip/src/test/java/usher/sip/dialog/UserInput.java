package usher.sip.dialog;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What the user of a dialog may do, by name. */
final class UserInput {
  private UserInput() {}

  static Consumer<Dialog> of(String name) {
    return switch (name) {
      case "ring" -> Dialog::ring;
      case "progress" -> dialog -> dialog.progress(Stage.ANSWER);
      case "accept" -> dialog -> dialog.accept(Stage.ANSWER);
      case "reject" -> dialog -> dialog.reject(486);
      case "hangUp" -> dialog -> dialog.hangUp(null);
      case "reinvite" -> dialog -> dialog.reinvite(Stage.OFFER);
      case "acknowledge" -> dialog -> dialog.acknowledge(Stage.ANSWER);
      case "info" -> dialog -> dialog.info("application/dtmf-relay", digit());
      case "acceptReinvite" -> dialog -> dialog.acceptReinvite(Stage.ANSWER);
      case "refuseReinvite" -> dialog -> dialog.refuseReinvite(488);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static byte[] digit() {
    return "Signal=5\r\n".getBytes(StandardCharsets.US_ASCII);
  }
}
