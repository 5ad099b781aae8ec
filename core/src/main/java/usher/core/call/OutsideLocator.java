package usher.core.call;

import org.jspecify.annotations.Nullable;
import usher.core.agent.Target;

/** Knows how to reach the places outside of the centre that the configuration names. */
@FunctionalInterface
public interface OutsideLocator {
  /** Where and how; null where the name leads nowhere. */
  @Nullable Target target(String name);
}
