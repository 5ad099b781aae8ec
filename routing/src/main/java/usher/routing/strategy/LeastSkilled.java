package usher.routing.strategy;

import java.util.Map;
import java.util.Set;
import usher.routing.skill.Candidate;

/** The opposite of {@link MostSkilled}: keeps the experts for the calls that only they can take. */
public final class LeastSkilled implements ProfileKey {
  @Override
  public long key(Candidate candidate, Set<String> requested, Map<String, Integer> weights) {
    return MostSkilled.proficiency(candidate, requested, weights);
  }

  @Override
  public String inWords(long figure, long nowNs) {
    return MostSkilled.inWords(figure);
  }
}
