package usher.routing;

import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutionResult.Status;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Which seed the properties are tried from. As a rule their own, so that a build says the same of
 * the same sources. Every night would then try the same million again, so the system property
 * {@value #SEED} may say {@value #DRAWN}, one seed for all properties of the run, or a number, the
 * seed of a run that failed. It is told before a property begins, since a night may end before the
 * property does, and with a failure stands the command that repeats it.
 *
 * <p>Found by jqwik as a service, so that no property can forget it.
 */
public final class SeedOfTheRun implements AroundPropertyHook {
  static final String SEED = "jqwik.seed";
  static final String DRAWN = "random";

  /** How often jqwik tries what has no number of its own; its samples depend on it, too. */
  private static final String TRIES = "jqwik.tries";

  private static final Optional<String> SEED_OF_THE_RUN = of(System.getProperty(SEED, ""));

  /** Empty where each property keeps its own. */
  static Optional<String> of(String said) {
    return switch (said) {
      case "" -> Optional.empty();
      case DRAWN -> Optional.of(Long.toString(new SplittableRandom().nextLong()));
      default -> Optional.of(Long.toString(Long.parseLong(said)));
    };
  }

  /** Registered for the whole engine, it is asked at every property below. */
  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    if (SEED_OF_THE_RUN.isEmpty()) {
      return property.execute();
    }
    String seed = SEED_OF_THE_RUN.get();
    context.attributes().setSeed(seed);
    context.reporter().publishValue("seed", seed);
    PropertyExecutionResult result = property.execute();
    if (result.status() == Status.FAILED) {
      context.reporter().publishValue("to repeat it", command(context, seed));
    }
    return result;
  }

  private static String command(PropertyLifecycleContext context, String seed) {
    return ("mvn -Pnightly -pl routing -am test -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dtest=%s#%s -D%s=%s -D%s=%s")
        .formatted(
            context.containerClass().getSimpleName(),
            context.targetMethod().getName(),
            SEED,
            seed,
            TRIES,
            System.getProperty(TRIES, "1000"));
  }
}
