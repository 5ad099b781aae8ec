package usher.core.entry;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a call, compiled; immutable. It has no loops, so its cost has a bound that its
 * text gives.
 */
public final class Condition {

  private final String text;
  private final ZoneId zone;
  private final CelRuntime.Program program;

  Condition(String text, ZoneId zone, CelRuntime.Program program) {
    this.text = text;
    this.zone = zone;
    this.program = program;
  }

  /** What a condition says of a call. */
  public enum Verdict {
    HOLDS,
    DOES_NOT_HOLD,
    /** It cannot be said: a text that should be a number is none, for instance. */
    FAILS
  }

  /** Whether it holds. */
  public Verdict of(CallFacts facts) {
    try {
      Object result = program.eval(new LocalFacts(facts, zone));
      return Boolean.TRUE.equals(result) ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD;
    } catch (CelEvaluationException e) {
      return Verdict.FAILS;
    }
  }

  /** As the operator wrote it. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Condition condition
        && condition.text.equals(text)
        && condition.zone.equals(zone);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
