package usher.routing.strategy;

/** The first in the order of the plan, for each call from the top. */
public final class Linear implements Draw.Turn {
  @Override
  public int after(Draw.Turns turns, int queue, int call) {
    return -1;
  }

  @Override
  public String inWords() {
    return "the first in the list";
  }
}
