package usher.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import usher.core.call.CallCommand.DropReason;
import usher.core.call.CallState.Dialling;
import usher.core.call.CallState.Ended;
import usher.core.call.CallState.TalkingOutside;

class DialledCallTest {
  private static final long LEG = -1;
  private static final CallCommand.DropOutside GONE =
      new CallCommand.DropOutside(LEG, DropReason.CALLER_LEFT);

  private static DialledCall call(CallEvent... events) {
    DialledCall call = new DialledCall(LEG);
    for (CallEvent event : events) {
      call.on(event);
    }
    return call;
  }

  private static DialledCall ringing() {
    return call(new CallEvent.Arrived());
  }

  private static DialledCall talking() {
    return call(
        new CallEvent.Arrived(), new CallEvent.OutsideAnswered(LEG), new CallEvent.Joined());
  }

  @Test
  void ringsAndIsJoinedWhenSomebodyAnswers() {
    DialledCall call = call();
    assertThat(call.on(new CallEvent.Arrived())).containsExactly(new CallCommand.RingDialled(LEG));
    assertThat(call.state()).isEqualTo(new Dialling(LEG));
    assertThat(call.on(new CallEvent.OutsideAnswered(LEG)))
        .containsExactly(new CallCommand.ConnectOutside(LEG));
    assertThat(call.on(new CallEvent.Joined())).isEmpty();
    assertThat(call.state()).isEqualTo(new TalkingOutside(LEG));
  }

  @Test
  void aRefusalIsHandedOnAndALateOneMeansNothing() {
    assertThat(ringing().on(new CallEvent.OutsideFailed(LEG)))
        .containsExactly(
            new CallCommand.RefuseDialler(LEG), new CallCommand.Finish(EndCause.REFUSED));
    assertThat(talking().on(new CallEvent.OutsideFailed(LEG))).isEmpty();
    assertThat(ringing().on(new CallEvent.OutsideFailed(-2))).isEmpty();
  }

  @Test
  void whoeverHangsUpEndsItAndOnlyOnce() {
    DialledCall call = talking();
    assertThat(call.on(new CallEvent.CallerLeft()))
        .containsExactly(GONE, new CallCommand.Finish(EndCause.CALLER_HUNG_UP));
    assertThat(call.state()).isEqualTo(new Ended(EndCause.CALLER_HUNG_UP));
    assertThat(call.on(new CallEvent.OutsideHungUp(LEG))).isEmpty();
    assertThat(talking().on(new CallEvent.OutsideHungUp(LEG)))
        .contains(new CallCommand.DropCaller(480));
  }

  @Test
  void whereTheOtherSideIsTakenAwayTheDiallerIsHungUpAndNobodyElse() {
    for (DialledCall call : List.of(ringing(), talking())) {
      assertThat(call.on(new CallEvent.TakenAway()))
          .containsExactly(
              new CallCommand.HangUpCaller(DropReason.PASSED_ON),
              new CallCommand.Finish(EndCause.PASSED_ON));
    }
  }

  @Test
  void whereBothSidesBelongToAConferenceNobodyIsHungUp() {
    for (DialledCall call : List.of(ringing(), talking())) {
      assertThat(call.on(new CallEvent.Absorbed()))
          .containsExactly(new CallCommand.Finish(EndCause.PASSED_ON));
    }
  }

  @Test
  void whatConcernsQueuesMeansNothingToIt() {
    DialledCall call = ringing();
    assertThat(call.on(new CallEvent.Offered(1, 1))).isEmpty();
    assertThat(call.on(new CallEvent.WaitedTooLong())).isEmpty();
    assertThat(call.on(new CallEvent.PassedToQueue("others"))).isEmpty();
    assertThat(call.on(new CallEvent.Conferred(List.of()))).isEmpty();
    assertThat(call.state()).isEqualTo(new Dialling(LEG));
  }
}
