package usher.routing.strategy;

/** Down the order of the plan, going on where this call was offered last, and around. */
public final class TopDown implements Draw.Turn {
  @Override
  public int after(Draw.Turns turns, int queue, int call) {
    return turns.lastOfCall(call);
  }

  @Override
  public String inWords() {
    return "the next in the list after the agent whom this call was offered to last";
  }
}
