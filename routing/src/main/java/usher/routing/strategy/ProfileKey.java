package usher.routing.strategy;

import java.util.Map;
import java.util.Set;
import usher.routing.skill.Candidate;

/**
 * A figure that all agents of a profile share as long as the rules hold; the smaller comes first.
 */
public non-sealed interface ProfileKey extends Figure {
  /**
   * The figure.
   *
   * @param requested the skills that the call asks for
   * @param weights what they count; 1 for those not named
   */
  long key(Candidate candidate, Set<String> requested, Map<String, Integer> weights);
}
