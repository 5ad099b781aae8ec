package usher.sip.dialog;

import java.util.List;

/** A dialog whose INVITE the peer has sent. */
final class CallToUs implements DialogTable.Play {
  static final List<String> SITUATIONS =
      List.of(
          "PROCEEDING",
          "ACCEPTED",
          "ACCEPTED, our offer",
          "ACCEPTED, hung up",
          "CONFIRMED",
          "CONFIRMED, it asks",
          "CONFIRMED, its ACK missing",
          "ENDED by it",
          "ENDED by us");

  static final List<String> INPUTS =
      List.of(
          "ring",
          "progress",
          "accept",
          "reject",
          "hangUp",
          "reinvite",
          "acknowledge",
          "info",
          "acceptReinvite",
          "refuseReinvite",
          "CANCEL",
          "BYE",
          "ACK",
          "INVITE",
          "INFO",
          "OPTIONS",
          "UPDATE",
          "FOO",
          "wrong tag",
          "old CSeq",
          "32 s");

  final Stage stage;
  final FarEnd far;

  CallToUs() {
    this(1);
  }

  CallToUs(int seed) {
    this.stage = new Stage(seed);
    this.far = new FarEnd(stage);
  }

  @Override
  public Stage stage() {
    return stage;
  }

  @Override
  public void enter(String situation) {
    switch (situation) {
      case "PROCEEDING" -> ringing();
      case "ACCEPTED" -> accepted();
      case "ACCEPTED, our offer" -> acceptedWithOurOffer();
      case "ACCEPTED, hung up" -> {
        accepted();
        stage.dialog().hangUp(null);
      }
      case "CONFIRMED" -> confirmed();
      case "CONFIRMED, it asks" -> {
        confirmed();
        far.reinvites();
      }
      case "CONFIRMED, its ACK missing" -> {
        confirmed();
        far.reinvites();
        stage.dialog().acceptReinvite(Stage.ANSWER);
      }
      case "ENDED by it" -> {
        confirmed();
        far.requests("BYE");
      }
      case "ENDED by us" -> {
        confirmed();
        stage.dialog().hangUp(null);
      }
      default -> throw new IllegalArgumentException(situation);
    }
  }

  void ringing() {
    far.invites();
    stage.dialog().ring();
    far.learnsUs();
  }

  void accepted() {
    ringing();
    stage.dialog().accept(Stage.ANSWER);
    far.learnsUs();
  }

  void acceptedWithOurOffer() {
    far.invites(writer -> writer);
    stage.dialog().accept(Stage.OFFER);
    far.learnsUs();
  }

  void confirmed() {
    accepted();
    far.acknowledges();
  }

  /** After the INVITE has come: the rest of the way to a confirmed dialog. */
  void confirms() {
    stage.dialog().accept(Stage.ANSWER);
    far.learnsUs();
    far.acknowledges();
  }

  @Override
  public void happen(String input) {
    switch (input) {
      case "CANCEL" -> far.cancels();
      case "ACK" -> far.acknowledges();
      case "INVITE" -> far.reinvites();
      case "wrong tag" -> far.asStranger(() -> far.requests("INFO"));
      case "old CSeq" -> far.requests("INFO", 0, writer -> writer);
      case "32 s" -> stage.passMs(32_000);
      case "BYE", "INFO", "OPTIONS", "UPDATE", "FOO" -> far.requests(input);
      default -> UserInput.of(input).accept(stage.dialog());
    }
  }
}
