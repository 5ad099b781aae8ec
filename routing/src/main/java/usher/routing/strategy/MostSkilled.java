package usher.routing.strategy;

import java.util.Map;
import java.util.Set;
import usher.routing.skill.Candidate;
import usher.routing.words.Words;

/** Whoever has the highest weighted mean level over the skills that the call asks for. */
public final class MostSkilled implements ProfileKey {
  private static final long SCALE = 1_000_000;

  @Override
  public long key(Candidate candidate, Set<String> requested, Map<String, Integer> weights) {
    return -proficiency(candidate, requested, weights);
  }

  /** The mean in millionths of a level; 0 when the call asks for nothing. */
  static long proficiency(
      Candidate candidate, Set<String> requested, Map<String, Integer> weights) {
    long sum = 0;
    long total = 0;
    for (String skill : requested) {
      int weight = weights.getOrDefault(skill, 1);
      sum += (long) weight * candidate.level(skill);
      total += weight;
    }
    return total == 0 ? 0 : sum * SCALE / total;
  }

  @Override
  public String inWords(long figure, long nowNs) {
    return inWords(-figure);
  }

  static String inWords(long proficiency) {
    return "level " + Words.decimal(proficiency, SCALE) + " in the skills asked for";
  }
}
