package usher.routing.skill;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A condition on who can serve a call; a skill that an agent does not have has level 0. */
public sealed interface SkillExpression {
  /** The highest level. */
  int MAX_LEVEL = 10;

  /** Holds for everybody. */
  SkillExpression ANYBODY = new And(List.of());

  /** Whether somebody satisfies it. */
  boolean matches(Candidate candidate);

  /** Adds the names of the skills that it asks for. */
  void collectSkills(Set<String> names);

  /** At least a level of one skill; level 1 to {@value #MAX_LEVEL}. */
  record AtLeast(String skill, int level) implements SkillExpression {
    public AtLeast {
      if (level < 1 || level > MAX_LEVEL) {
        throw new IllegalArgumentException("level " + level + " of skill " + skill);
      }
    }

    @Override
    public boolean matches(Candidate candidate) {
      return candidate.level(skill) >= level;
    }

    @Override
    public void collectSkills(Set<String> names) {
      names.add(skill);
    }
  }

  /** Within the first tiers of the queue. */
  record TierAtMost(int tier) implements SkillExpression {
    @Override
    public boolean matches(Candidate candidate) {
      return candidate.tier() <= tier;
    }

    @Override
    public void collectSkills(Set<String> names) {
      // A tier is not a skill.
    }
  }

  /** All of them. */
  record And(List<SkillExpression> parts) implements SkillExpression {
    public And {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(Candidate candidate) {
      return parts.stream().allMatch(part -> part.matches(candidate));
    }

    @Override
    public void collectSkills(Set<String> names) {
      parts.forEach(part -> part.collectSkills(names));
    }
  }

  /** At least one of them. */
  record Or(List<SkillExpression> parts) implements SkillExpression {
    public Or {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(Candidate candidate) {
      return parts.stream().anyMatch(part -> part.matches(candidate));
    }

    @Override
    public void collectSkills(Set<String> names) {
      parts.forEach(part -> part.collectSkills(names));
    }
  }

  /** Not this. */
  record Not(SkillExpression part) implements SkillExpression {
    @Override
    public boolean matches(Candidate candidate) {
      return !part.matches(candidate);
    }

    @Override
    public void collectSkills(Set<String> names) {
      // What must be absent is not asked for.
    }
  }

  /** Every skill of the map at its level or better. */
  static SkillExpression allOf(Map<String, Integer> levels) {
    return new And(
        new TreeMap<>(levels)
            .entrySet().stream()
                .map(e -> (SkillExpression) new AtLeast(e.getKey(), e.getValue()))
                .toList());
  }
}
