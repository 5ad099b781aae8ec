package usher.routing.strategy;

/** Decides among agents whom the rest of the chain finds equal; so it ends the chain. */
public sealed interface Draw extends RoutingStrategy {
  /** How it decides, such as {@code the next in turn}. */
  String inWords();

  /**
   * Takes the next agent, in the order of the plan, after a pointer; after the last comes the
   * first.
   */
  non-sealed interface Turn extends Draw {
    /** The pointer: an agent's index, or -1 to begin at the top. */
    int after(Turns turns, int queue, int call);
  }

  /** Takes one by chance. */
  non-sealed interface Lot extends Draw {
    /** How likely one agent is relative to another, by the weights that they have in the queue. */
    int weight(int configured);
  }

  /** Who was offered a call last. */
  interface Turns {
    /** Of a queue, or -1. */
    int lastOfQueue(int queue);

    /** Of a call, or -1. */
    int lastOfCall(int call);
  }
}
