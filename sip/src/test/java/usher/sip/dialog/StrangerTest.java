package usher.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** Somebody knows Call-ID and both tags of a call, and is not its far end. */
class StrangerTest {
  private static final Flow SAME_HOST = Stage.UDP.to(Stage.at("127.0.1.1", 40_000));
  private static final Flow ELSEWHERE = Stage.UDP.to(Stage.at("127.0.66.6", 5070));

  private final CallToUs call = new CallToUs();
  private final Stage stage = call.stage;
  private final FarEnd far = call.far;

  private void fromStranger(Flow flow, String method) {
    Flow own = far.flow;
    far.flow = flow;
    far.requests(method);
    far.flow = own;
  }

  @ParameterizedTest
  @ValueSource(strings = {"BYE", "INVITE", "INFO", "OPTIONS", "ACK"})
  void nothingThatComesFromElsewhereReachesTheCall(String method) {
    call.confirmed();
    for (Flow flow : List.of(SAME_HOST, ELSEWHERE)) {
      stage.forget();
      fromStranger(flow, method);
      assertThat(stage.tells()).isEmpty();
      assertThat(stage.sends()).isEqualTo(answers(method));
    }
    assertThat(stage.stack.dialogs().strangers()).isEqualTo(2);
    assertThat(stage.dialog().state()).isEqualTo(DialogState.CONFIRMED);
  }

  private static List<String> answers(String method) {
    return switch (method) {
      case "ACK" -> List.of();
      case "INVITE" -> List.of("481 INVITE");
      default -> List.of("481 " + method);
    };
  }

  @Test
  void aStrangersNumberDoesNotMakeTheNextRequestOfTheFarEndLate() {
    call.confirmed();
    far.cseq += 1000;
    fromStranger(ELSEWHERE, "INFO");
    far.cseq -= 1000;
    stage.forget();
    far.requests("BYE");
    assertThat(stage.sends()).containsExactly("200 BYE");
  }

  @Test
  void aStrangersCancelEndsNothing() {
    call.ringing();
    stage.forget();
    Flow own = far.flow;
    far.flow = ELSEWHERE;
    far.cancels();
    far.flow = own;
    assertThat(stage.sends()).containsExactly("481 CANCEL");
    assertThat(stage.tells()).isEmpty();
  }

  @Test
  void whoHasProvedHimselfFromANewAddressMayGoOnFromThere() {
    call.confirmed();
    stage.stack.dialogs().trust(ELSEWHERE::equals);
    fromStranger(ELSEWHERE, "BYE");
    assertThat(stage.dialog().state()).isEqualTo(DialogState.ENDED);
  }

  @Test
  void aLongRequestMayComeOverAConnectionFromTheSameHost() {
    call.confirmed();
    Flow stream = new Flow(TransportProtocol.TCP, Stage.OURS, Stage.at("127.0.1.1", 40_000), 9);
    fromStranger(stream, "BYE");
    assertThat(stage.dialog().state()).isEqualTo(DialogState.ENDED);
  }

  @Test
  void aPhoneThatAnsweredFromAnotherPortThanItWasCalledAtMayHangUpFromThere() {
    CallOfOurs ours = new CallOfOurs();
    ours.stage.call(Stage.OFFER);
    ours.far.flow = SAME_HOST;
    ours.far.answers(200);
    ours.far.learnsCaller();
    ours.stage.forget();
    ours.far.requests("BYE");
    assertThat(ours.stage.sends()).containsExactly("200 BYE");
  }
}
