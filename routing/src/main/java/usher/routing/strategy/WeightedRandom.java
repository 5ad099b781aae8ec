package usher.routing.strategy;

/**
 * Anybody, as likely as their weights in the queue; the sequence follows from the router's seed.
 */
public final class WeightedRandom implements Draw.Lot {
  @Override
  public int weight(int configured) {
    return configured;
  }

  @Override
  public String inWords() {
    return "drawn by lot, by weight";
  }
}
