package usher.routing.strategy;

/**
 * A figure that all agents of a profile share and that changes with the calls that wait; the
 * smaller comes first. Skills are bits by their number in the plan.
 */
public non-sealed interface DemandKey extends Figure {
  /** The figure. */
  long key(long[] has, long[] requested, long[] inDemand);
}
