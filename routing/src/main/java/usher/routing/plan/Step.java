package usher.routing.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import usher.routing.skill.SkillExpression;

/**
 * What a waiting call asks for during a part of its wait.
 *
 * @param needs who can serve it
 * @param replaces whether those of the steps before can no longer serve it, unless they satisfy
 *     this step, too; otherwise the circle only grows
 * @param lasts how long until the next step, or null for the last
 */
public record Step(SkillExpression needs, boolean replaces, @Nullable Duration lasts) {
  public Step {
    if (lasts != null && lasts.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("a step lasts " + lasts);
    }
  }
}
