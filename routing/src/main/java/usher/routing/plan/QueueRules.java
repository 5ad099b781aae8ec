package usher.routing.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import usher.routing.overflow.Ladder;

/**
 * A queue's settings as the router reads them: every duration in nanoseconds, {@link
 * Long#MAX_VALUE} for what has no limit.
 *
 * @param firstClass its classes follow one another: by level of reserve, within it by variant,
 *     within it by step, within it by phase
 * @param steps how many
 * @param phases how many
 * @param step how long each lasts
 * @param phase from what wait on each phase holds: the distinct delays of its agents, 0 first
 */
public record QueueRules(
    Chain chain,
    int firstClass,
    int variants,
    int steps,
    int phases,
    Spans step,
    Spans phase,
    int parallel,
    long parallelEveryNs,
    long ringNs,
    long noAnswerNs,
    long rejectNs,
    long busyNs,
    long minimumNs,
    int maxMissed,
    long revisitNs,
    boolean missedRestartsIdle,
    WrapUpMode wrapUpMode,
    long wrapUpNs,
    long wrapUpCapNs,
    int acceleration,
    long maxAgeNs,
    long maxStarveNs,
    long maxWaitNs,
    boolean maxWaitCutsRinging,
    Ladder ladder,
    ReserveRules reserve) {

  static QueueRules of(
      QueueSpec queue,
      Chain chain,
      int firstClass,
      Spans phases,
      Ladder ladder,
      int acceleration,
      boolean capped) {
    OfferPolicy offers = queue.offers();
    return new QueueRules(
        chain,
        firstClass,
        queue.variants().size() + 1,
        queue.steps().size(),
        phases.count(),
        new Spans(queue.steps().stream().mapToLong(step -> limit(step.lasts())).toArray()),
        phases,
        queue.parallel().offers(),
        queue.parallel().every().toNanos(),
        offers.ring().toNanos(),
        offers.noAnswerDelay().toNanos(),
        offers.rejectDelay().toNanos(),
        offers.busyDelay().toNanos(),
        offers.minimumDelay().toNanos(),
        offers.maxMissed(),
        offers.revisit().toNanos(),
        offers.missedRestartsIdle(),
        queue.wrapUpMode(),
        queue.wrapUp().toNanos(),
        limit(queue.wrapUpCap()),
        acceleration,
        capped ? limit(queue.maxAge()) : Long.MAX_VALUE,
        limit(queue.maxStarve()),
        limit(queue.maxWait()),
        queue.maxWaitCutsRinging(),
        ladder,
        ReserveRules.of(queue.reserve()));
  }

  static long limit(@Nullable Duration duration) {
    return duration == null ? Long.MAX_VALUE : duration.toNanos();
  }

  /**
   * Whether its calls are offered to one agent after another, chosen by the agents' own figures
   * alone, and neither climb a ladder nor reach a reserve, a delayed agent or a greatest age.
   */
  public boolean isPlain() {
    return chain.isPlain()
        && parallel == 1
        && parallelEveryNs == 0
        && phases == 1
        && maxAgeNs == Long.MAX_VALUE
        && ladder.size() == 0
        && reserve.levels() == 0;
  }

  /** The class of a call that brought a variant, in a step and a phase, without reserve. */
  public int classOf(int variant, int atStep, int atPhase) {
    return firstClass + (variant * steps + atStep) * phases + atPhase;
  }

  /** The same at a level of reserve. */
  public int classOf(int variant, int atStep, int atPhase, int level) {
    return classOf(variant, atStep, atPhase) + level * classesOfLevel();
  }

  private int classesOfLevel() {
    return variants * steps * phases;
  }

  /** How many classes there are. */
  public int classes() {
    return classesOfLevel() * (reserve.levels() + 1);
  }
}
