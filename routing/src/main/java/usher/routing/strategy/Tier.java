package usher.routing.strategy;

import java.util.Map;
import java.util.Set;
import usher.routing.skill.Candidate;

/** The agents of a lower tier of the queue before those of a higher one. */
public final class Tier implements ProfileKey {
  @Override
  public long key(Candidate candidate, Set<String> requested, Map<String, Integer> weights) {
    return candidate.tier();
  }

  @Override
  public String inWords(long figure, long nowNs) {
    return "tier " + figure;
  }
}
