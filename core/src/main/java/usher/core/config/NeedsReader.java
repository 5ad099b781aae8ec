package usher.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import usher.routing.skill.SkillExpression;
import usher.routing.skill.SkillExpression.And;
import usher.routing.skill.SkillExpression.AtLeast;

/** Reads what agents must be able to do: skills with levels, or a condition as text. */
final class NeedsReader {

  private final Map<String, Integer> bestLevels;
  private final Mistakes mistakes;

  /**
   * A reader.
   *
   * @param agents those who may serve the queues
   */
  NeedsReader(SortedMap<String, AgentConfig> agents, Mistakes mistakes) {
    this.bestLevels = new TreeMap<>();
    this.mistakes = mistakes;
    for (AgentConfig agent : agents.values()) {
      agent.skills().forEach((skill, level) -> bestLevels.merge(skill, level, Math::max));
    }
  }

  /**
   * The condition; everybody where there is none that can be read.
   *
   * @param what whose needs they are
   */
  SkillExpression read(Node node, String what) {
    return node instanceof ScalarNode scalar && Section.text(node).isPresent()
        ? text(scalar, what)
        : levels(node, what);
  }

  private SkillExpression text(ScalarNode scalar, String what) {
    try {
      SkillText.Read read = SkillText.read(scalar.getValue());
      read.asked().forEach(asked -> known(scalar, asked, what));
      return read.expression();
    } catch (SkillText.SyntaxException e) {
      mistakes.addInside(scalar, e.offset(), e.problem(), e.expected());
      return SkillExpression.ANYBODY;
    }
  }

  /** Too high a level is left to the lint: another part of the condition may still hold. */
  private void known(ScalarNode scalar, SkillText.Asked asked, String what) {
    if (!bestLevels.containsKey(asked.skill())) {
      mistakes.addInside(scalar, asked.offset(), nobodyHas(what, asked.skill()), aSkill(asked));
    }
  }

  private String aSkill(SkillText.Asked asked) {
    return "a skill of some agent" + Spelling.hint(asked.skill(), bestLevels.keySet());
  }

  private static String nobodyHas(String what, String skill) {
    return what + " needs " + Quoted.text(skill) + ", which no agent has";
  }

  /** A need of level 0 asks for nothing. */
  private SkillExpression levels(Node node, String what) {
    Section section = Section.free(node, "needs of " + what, AgentConfig.SKILLS_MAX, mistakes);
    List<SkillExpression> parts = new ArrayList<>();
    section
        .map(Scalar.LEVEL, AgentConfig.LEVEL_MIN)
        .forEach((skill, level) -> {
          section.field(skill).ifPresent(at -> served(at, level, what));
          if (level > 0) {
            parts.add(new AtLeast(skill, level));
          }
        });
    return new And(parts);
  }

  private void served(Section.Field skill, int level, String what) {
    Integer best = bestLevels.get(skill.key());
    if (best == null) {
      String hint = Spelling.hint(skill.key(), bestLevels.keySet());
      mistakes.add(skill.keyNode(), nobodyHas(what, skill.key()), "a skill of some agent" + hint);
    } else if (best < level) {
      mistakes.add(
          skill.value(),
          what + " needs " + skill.key() + " " + level + ", but the best agent has " + best,
          "a level of at most " + best);
    }
  }
}
