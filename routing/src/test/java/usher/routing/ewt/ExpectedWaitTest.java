package usher.routing.ewt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formula against closed forms, and against a queue that is played. */
class ExpectedWaitTest {
  private static final double MU = 1 / 180.0;
  private static final int PLAYS = 40_000;

  @Test
  void withoutImpatienceEachCallAheadCostsOneServiceTimeDividedByTheAgents() {
    assertThat(ExpectedWait.meanS(0, 10 * MU, 0)).isCloseTo(18, within(1e-9));
    assertThat(ExpectedWait.meanS(4, 10 * MU, 0)).isCloseTo(5 * 18, within(1e-9));
  }

  @Test
  void withImpatienceTheMeanIsTheSumOfItsTerms() {
    double theta = 1 / 404.8;
    double sum = 0;
    for (int i = 0; i <= 6; i++) {
      sum += 1 / (5 * MU + i * theta);
    }
    assertThat(ExpectedWait.meanS(6, 5 * MU, theta)).isCloseTo(sum, within(1e-9));
  }

  @Test
  void theTailOfALongLineIsRightToAMillionth() {
    double theta = 1 / 300.0;
    double sum = 0;
    for (int i = 0; i <= 50_000; i++) {
      sum += 1 / (20 * MU + i * theta);
    }
    assertThat(ExpectedWait.meanS(50_000, 20 * MU, theta))
        .isCloseTo(sum, Percentage.withPercentage(1e-4));
  }

  @Test
  void nobodyAtWorkMeansForever() {
    assertThat(ExpectedWait.meanS(3, 0, 0.01)).isInfinite();
    assertThat(ExpectedWait.percentileS(3, 0, 0.01, 0.8)).isInfinite();
  }

  @Test
  void theFirstInLineWaitsExponentiallyWhateverTheImpatience() {
    for (double theta : new double[] {0, 1e-12, 0.002, 3}) {
      assertThat(ExpectedWait.percentileS(0, 0.1, theta, 0.8))
          .as("theta " + theta)
          .isCloseTo(-Math.log(0.2) / 0.1, Percentage.withPercentage(1e-6));
    }
  }

  @Test
  void twoExponentialsOfDifferentRatesHaveTheirTextbookTail() {
    double a = 0.05;
    double b = 0.08;
    double t = 30;
    double tail = (b * Math.exp(-a * t) - a * Math.exp(-b * t)) / (b - a);
    assertThat(ExpectedWait.longerThan(t, 1, a, b - a)).isCloseTo(tail, within(1e-12));
  }

  @Test
  void withoutImpatienceTheTailIsErlangs() {
    double x = 0.1 * 45;
    double erlang = Math.exp(-x) * (1 + x + x * x / 2 + x * x * x / 6);
    assertThat(ExpectedWait.longerThan(45, 3, 0.1, 0)).isCloseTo(erlang, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0, 5, 0", "7, 5, 0", "7, 5, 0.003", "40, 12, 0.002", "3, 1, 0.02"})
  void aQueueThatIsPlayedWaitsAsExpected(int ahead, int agents, double theta) {
    double[] waits = play(ahead, agents, theta);
    double mean = Arrays.stream(waits).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(waits).map(w -> (w - mean) * (w - mean)).average().orElseThrow());
    Arrays.sort(waits);

    assertThat(ExpectedWait.meanS(ahead, agents * MU, theta))
        .as("the mean, 4 standard errors")
        .isCloseTo(mean, within(4 * deviation / Math.sqrt(PLAYS)));
    double promise = ExpectedWait.percentileS(ahead, agents * MU, theta, 0.8);
    long kept = Arrays.stream(waits).filter(wait -> wait <= promise).count();
    assertThat((double) kept / PLAYS).as("kept promises").isCloseTo(0.8, within(0.008));
  }

  /**
   * M/M/n: all agents are busy, callers ahead give up or are served; how long until the one behind
   * them, who is patient, gets an agent.
   */
  private static double[] play(int ahead, int agents, double theta) {
    SplittableRandom random = new SplittableRandom(7);
    double[] waits = new double[PLAYS];
    for (int play = 0; play < PLAYS; play++) {
      double[] patience = new double[ahead];
      for (int i = 0; i < ahead; i++) {
        patience[i] = theta == 0 ? Double.POSITIVE_INFINITY : exponential(random, theta);
      }
      waits[play] = untilServed(random, patience, agents);
    }
    return waits;
  }

  private static double untilServed(SplittableRandom random, double[] patience, int agents) {
    double now = 0;
    for (double gaveUpAt : patience) {
      double free = now + exponential(random, agents * MU);
      // whoever gave up before an agent was free for him has left that agent to the next
      now = gaveUpAt < now ? now : Math.min(free, Math.max(now, gaveUpAt));
    }
    return now + exponential(random, agents * MU);
  }

  private static double exponential(SplittableRandom random, double rate) {
    return -Math.log(1 - random.nextDouble()) / rate;
  }
}
