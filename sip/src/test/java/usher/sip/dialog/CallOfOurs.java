package usher.sip.dialog;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;

/** A dialog whose INVITE we have sent. */
final class CallOfOurs implements DialogTable.Play {
  static final List<String> SITUATIONS =
      List.of(
          "CALLING, unheard",
          "CALLING",
          "CANCELLING, unheard",
          "CANCELLING",
          "CONFIRMED",
          "CONFIRMED, its offer",
          "CONFIRMED, we ask",
          "ENDED by refusal",
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
          "BYE",
          "ACK",
          "INVITE",
          "INFO",
          "OPTIONS",
          "UPDATE",
          "FOO",
          "wrong tag",
          "old CSeq",
          "100",
          "180",
          "200",
          "200 of a fork",
          "302",
          "408",
          "481",
          "486",
          "491",
          "500",
          "603",
          "32 s",
          "not delivered");

  final Stage stage;
  final FarEnd far;
  private @Nullable SipRequest open;

  CallOfOurs() {
    this(1);
  }

  CallOfOurs(int seed) {
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
      case "CALLING, unheard" -> unheard();
      case "CALLING" -> calling(Stage.OFFER);
      case "CANCELLING, unheard" -> {
        unheard();
        stage.dialog().hangUp(null);
      }
      case "CANCELLING" -> {
        calling(Stage.OFFER);
        stage.dialog().hangUp(null);
      }
      case "CONFIRMED" -> confirmed();
      case "CONFIRMED, its offer" -> {
        calling(null);
        far.answers(200);
      }
      case "CONFIRMED, we ask" -> {
        confirmed();
        stage.dialog().reinvite(Stage.OFFER);
      }
      case "ENDED by refusal" -> {
        calling(Stage.OFFER);
        far.answers(486);
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
    // Its first sequence number is used, so that there is an older one.
    far.requests("OPTIONS");
    boolean byUs = situation.equals("ENDED by us");
    open = stage.lastRequest(byUs ? "BYE" : "INVITE");
  }

  /** Our request whose response is being waited for. */
  private SipRequest open() {
    return Objects.requireNonNull(open);
  }

  private void unheard() {
    stage.call(Stage.OFFER);
    far.learnsCaller();
  }

  void calling(byte @Nullable [] offer) {
    stage.call(offer);
    far.learnsCaller();
    far.answers(180);
  }

  /** An answer with this Record-Route. */
  void answeredOver(String route) {
    calling(Stage.OFFER);
    far.answers(
        stage.lastRequest("INVITE"),
        200,
        far.tag,
        writer -> writer.header(Header.RECORD_ROUTE, route));
  }

  void confirmed() {
    calling(Stage.OFFER);
    far.answers(200);
  }

  @Override
  public void happen(String input) {
    switch (input) {
      case "ACK" -> far.requests("ACK", 1, writer -> writer);
      case "INVITE" -> far.reinvites();
      case "wrong tag" -> far.asStranger(() -> far.requests("INFO"));
      case "old CSeq" -> far.requests("INFO", 0, writer -> writer);
      case "200 of a fork" -> far.answers(open(), 200, "fork", writer -> writer);
      case "32 s" -> stage.passMs(32_000);
      case "not delivered" -> stage.stack.undeliverable(open(), Stage.UDP);
      case "BYE", "INFO", "OPTIONS", "UPDATE", "FOO" -> far.requests(input);
      default -> {
        if (Character.isDigit(input.charAt(0))) {
          far.answers(open(), Integer.parseInt(input), far.tag, writer -> writer);
        } else {
          UserInput.of(input).accept(stage.dialog());
        }
      }
    }
  }
}
