package usher.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import usher.sip.transport.TransportProtocol;

/** Whatever the network does, both sides end, and what was said was said once. */
class BadNetworkTest {
  private static final int REQUESTS = 20;

  @Property(tries = 150, seed = "1")
  void overDatagramsEveryRequestEndsOnceOnBothSides(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 30) int lossPercent) {
    BadNetwork network = new BadNetwork(seed, lossPercent, TransportProtocol.UDP);
    network.run(REQUESTS);
    checkAllOver(network);
    network.stories.forEach(story -> checkEndedOnce(story));
    if (lossPercent == 0) {
      network.stories.forEach(story -> checkNothingLost(story));
    }
  }

  @Property(tries = 50, seed = "1")
  void overStreamsNothingIsLost(@ForAll long seed) {
    BadNetwork network = new BadNetwork(seed, 0, TransportProtocol.TCP);
    network.run(REQUESTS);
    checkAllOver(network);
    network.stories.forEach(story -> checkNothingLost(story));
  }

  /** The network of the property is really bad, and really carries: all kinds of ends happen. */
  @Test
  void theNetworkLosesMessagesAndCallersCancelAndMostGetTheirAnswers() {
    BadNetwork network = new BadNetwork(1, 30, TransportProtocol.UDP);
    network.run(200);
    assertThat(network.lost).isGreaterThan(100);
    assertThat(network.cancelled).isGreaterThan(5);
    assertThat(network.stories.stream().filter(story -> !story.finals.isEmpty()).count())
        .isGreaterThan(190);
  }

  private static void checkAllOver(BadNetwork network) {
    assertThat(network.stories).hasSize(REQUESTS);
    assertThat(network.caller.liveTransactions()).as("of the caller").isZero();
    assertThat(network.callee.liveTransactions()).as("of the callee").isZero();
    assertThat(network.timers.size()).isZero();
  }

  private static void checkEndedOnce(BadNetwork.Story story) {
    assertThat(story.seenByCallee).as(story.toString()).isLessThanOrEqualTo(1);
    if (story.finals.isEmpty()) {
      assertThat(story.timeouts).as(story.toString()).isEqualTo(1);
    } else {
      checkAnswer(story);
    }
  }

  private static void checkNothingLost(BadNetwork.Story story) {
    assertThat(story.seenByCallee).as(story.toString()).isEqualTo(1);
    assertThat(story.timeouts).as(story.toString()).isZero();
    checkAnswer(story);
  }

  /** Only a 2xx to an INVITE may be heard more than once: its user acknowledges it each time. */
  private static void checkAnswer(BadNetwork.Story story) {
    assertThat(story.timeouts).as(story.toString()).isZero();
    assertThat(story.seenByCallee).as(story.toString()).isEqualTo(1);
    assertThat(story.finals).as(story.toString()).containsOnly(story.answered);
    if (story.answered != 200 || !story.method.equals("INVITE")) {
      assertThat(story.finals).as(story.toString()).hasSize(1);
    }
  }
}
