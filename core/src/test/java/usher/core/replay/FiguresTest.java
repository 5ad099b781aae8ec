package usher.core.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.routing.call.CallEnd;

class FiguresTest {
  private static final long S = 1_000_000_000L;

  private final List<CallStory> calls = new ArrayList<>();

  private CallStory call() {
    CallStory.Wish wish = new CallStory.Wish("sales", 0, 4, 0, 0, 0, List.of(), List.of());
    CallStory story = new CallStory(calls.size() + 1, wish, calls.size() * S);
    calls.add(story);
    return story;
  }

  private void ended(CallEnd end, long waitNs, int times) {
    for (int i = 0; i < times; i++) {
      CallStory call = call();
      call.end = end;
      call.endedNs = call.arrivedNs + waitNs;
      call.answeredNs = end == CallEnd.ANSWERED ? call.endedNs : CallStory.NEVER;
    }
  }

  private Figures figures() {
    return Figures.of(calls, 0, calls.size() * S, Figures.Limits.DEFAULT, 0.5);
  }

  /** The worked check: of 1,000 answered 860 within 20 s, of 60 abandoned 20. */
  @Test
  void theFiveServiceLevelsOfTheWorkedCheck() {
    ended(CallEnd.ANSWERED, 10 * S, 860);
    ended(CallEnd.ANSWERED, 30 * S, 140);
    ended(CallEnd.ABANDONED, 15 * S, 20);
    ended(CallEnd.ABANDONED, 40 * S, 40);
    Figures.ServiceLevels levels = figures().serviceLevel();
    assertThat(levels.sl1()).isCloseTo(860 / 1060.0, within(1e-12));
    assertThat(levels.sl2()).isCloseTo(0.86, within(1e-12));
    assertThat(levels.sl3()).isCloseTo(880 / 1060.0, within(1e-12));
    assertThat(levels.sl4()).isCloseTo(860 / 1060.0, within(1e-12));
    assertThat(levels.sl5()).isCloseTo(860 / 1040.0, within(1e-12));
    assertThat(figures().speedOfAnswerS()).isCloseTo(12.8, within(1e-12));
  }

  @Test
  void theThresholdItselfIsInTimeAndAShortAbandonIsLeftOut() {
    ended(CallEnd.ANSWERED, 20 * S, 1);
    ended(CallEnd.ANSWERED, 20 * S + 1, 1);
    ended(CallEnd.ABANDONED, 5 * S, 1);
    ended(CallEnd.ABANDONED, 5 * S + 1, 1);
    Figures figures = figures();
    assertThat(figures.answeredInTime()).isEqualTo(1);
    assertThat(figures.shortAbandoned()).isEqualTo(1);
    assertThat(figures.serviceLevel().sl4()).isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void nothingDividedByNothingIsNotAHundredPercent() {
    Figures figures = figures();
    assertThat(figures.serviceLevel().sl4()).isNull();
    assertThat(figures.speedOfAnswerS()).isNull();
    assertThat(figures.p95WaitS()).isNull();
  }

  @Test
  void everyWayOutIsCountedOnce() {
    ended(CallEnd.TIMED_OUT, 60 * S, 2);
    ended(CallEnd.LOST, S, 1);
    ended(CallEnd.REFUSED, 0, 3);
    call().refused = true;
    call();
    Figures figures = figures();
    assertThat(figures.offered()).isEqualTo(4);
    assertThat(figures.flowedOut()).isEqualTo(2);
    assertThat(figures.lost()).isEqualTo(1);
    assertThat(figures.refused()).isEqualTo(4);
    assertThat(figures.waiting()).isEqualTo(1);
  }

  @Test
  void ninetyFiveOfAHundredWaitNoLonger() {
    for (int wait = 1; wait <= 100; wait++) {
      ended(CallEnd.ANSWERED, wait * S, 1);
    }
    assertThat(figures().p95WaitS()).isEqualTo(95);
  }
}
