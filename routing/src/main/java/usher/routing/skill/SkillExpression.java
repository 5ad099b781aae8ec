package usher.routing.skill;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A condition over an agent's skills; a skill that an agent does not have has level 0. */
public sealed interface SkillExpression {
  /** The highest level. */
  int MAX_LEVEL = 10;

  /** Holds for everybody. */
  SkillExpression ANYBODY = new And(List.of());

  /** Whether an agent with these levels, by skill name, satisfies it. */
  boolean matches(Map<String, Integer> levels);

  /** Adds the names of the skills it speaks of. */
  void collectSkills(Set<String> names);

  /** At least a level of one skill; level 1 to {@value #MAX_LEVEL}. */
  record AtLeast(String skill, int level) implements SkillExpression {
    public AtLeast {
      if (level < 1 || level > MAX_LEVEL) {
        throw new IllegalArgumentException("level " + level + " of skill " + skill);
      }
    }

    @Override
    public boolean matches(Map<String, Integer> levels) {
      return levels.getOrDefault(skill, 0) >= level;
    }

    @Override
    public void collectSkills(Set<String> names) {
      names.add(skill);
    }
  }

  /** All of them. */
  record And(List<SkillExpression> parts) implements SkillExpression {
    public And {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(Map<String, Integer> levels) {
      return parts.stream().allMatch(part -> part.matches(levels));
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
    public boolean matches(Map<String, Integer> levels) {
      return parts.stream().anyMatch(part -> part.matches(levels));
    }

    @Override
    public void collectSkills(Set<String> names) {
      parts.forEach(part -> part.collectSkills(names));
    }
  }

  /** Not this. */
  record Not(SkillExpression part) implements SkillExpression {
    @Override
    public boolean matches(Map<String, Integer> levels) {
      return !part.matches(levels);
    }

    @Override
    public void collectSkills(Set<String> names) {
      // A skill that must be absent is not one that the caller asks for.
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
