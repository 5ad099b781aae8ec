package usher.softphone.network;

import java.time.Duration;
import usher.softphone.chance.Spread;

/**
 * How well one host hears another. Rates are from 0 to 1.
 *
 * @param loss of datagrams; what a stream loses is sent again by itself and only comes later
 * @param duplication of datagrams; the copy has a delay of its own
 * @param reordering how many datagrams are held back by {@code heldBack}, so that later ones
 *     overtake them; those with different delays overtake one another anyway
 * @param delay one way
 * @param heldBack what reordering adds to the delay
 */
public record LinkQuality(
    double loss, double duplication, double reordering, Spread delay, Spread heldBack) {

  /** Nothing is lost, everything takes a millisecond. */
  public static final LinkQuality GOOD =
      new LinkQuality(0, 0, 0, Spread.fixed(Duration.ofMillis(1)), Spread.NONE);

  /** One datagram in twenty is lost, doubled or late, and a way takes 1 to 40 ms. */
  public static final LinkQuality BAD =
      new LinkQuality(
          0.05,
          0.05,
          0.05,
          Spread.between(Duration.ofMillis(1), Duration.ofMillis(40)),
          Spread.between(Duration.ofMillis(20), Duration.ofMillis(800)));

  public LinkQuality {
    requireRate(loss);
    requireRate(duplication);
    requireRate(reordering);
  }

  private static void requireRate(double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("a rate is from 0 to 1, not " + rate);
    }
  }
}
