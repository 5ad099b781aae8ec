package usher.routing.strategy;

/** The next after the agent whom this queue offered a call last. */
public final class RoundRobin implements Draw.Turn {
  @Override
  public int after(Draw.Turns turns, int queue, int call) {
    return turns.lastOfQueue(queue);
  }

  @Override
  public String inWords() {
    return "the next in turn after the agent whom the queue asked last";
  }
}
