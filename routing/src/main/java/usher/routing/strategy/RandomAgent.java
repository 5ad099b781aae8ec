package usher.routing.strategy;

/** Anybody, all equally likely; the sequence follows from the router's seed. */
public final class RandomAgent implements Draw.Lot {
  @Override
  public int weight(int configured) {
    return 1;
  }

  @Override
  public String inWords() {
    return "drawn by lot";
  }
}
