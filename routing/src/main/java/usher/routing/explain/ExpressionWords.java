package usher.routing.explain;

import java.util.List;
import usher.routing.skill.SkillExpression;
import usher.routing.skill.SkillExpression.And;
import usher.routing.skill.SkillExpression.AtLeast;
import usher.routing.skill.SkillExpression.Not;
import usher.routing.skill.SkillExpression.Or;
import usher.routing.skill.SkillExpression.TierAtMost;

/** Conditions on agents in words. */
public final class ExpressionWords {
  private ExpressionWords() {}

  /** Such as {@code english >= 5 and (sales >= 1 or support >= 1)}. */
  public static String of(SkillExpression expression) {
    return switch (expression) {
      case AtLeast(String skill, int level) -> skill + " >= " + level;
      case TierAtMost(int tier) -> "tier <= " + tier;
      case And(List<SkillExpression> parts) -> parts.isEmpty() ? "anybody" : joined(parts, " and ");
      case Or(List<SkillExpression> parts) -> parts.isEmpty() ? "nobody" : joined(parts, " or ");
      case Not(SkillExpression part) -> "not " + bracketed(part);
    };
  }

  private static String joined(List<SkillExpression> parts, String by) {
    return parts.size() == 1
        ? of(parts.getFirst())
        : String.join(by, parts.stream().map(ExpressionWords::bracketed).toList());
  }

  private static String bracketed(SkillExpression part) {
    boolean compound =
        switch (part) {
          case And(var parts) -> parts.size() > 1;
          case Or(var parts) -> parts.size() > 1;
          case AtLeast _, TierAtMost _, Not _ -> false;
        };
    return compound ? "(" + of(part) + ")" : of(part);
  }
}
