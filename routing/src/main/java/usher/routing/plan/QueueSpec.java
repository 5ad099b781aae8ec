package usher.routing.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import usher.routing.overflow.Rung;
import usher.routing.skill.SkillExpression;
import usher.routing.strategy.Strategies;

/**
 * A queue as configured; build one with {@link #named}.
 *
 * @param name unique among queues
 * @param strategy the chain of comparators that chooses among free agents, first one first
 * @param steps what an agent must be able to do, for each part of the wait; the last has no end
 * @param variants further conditions, one of which a call may bring along and which then hold in
 *     every step
 * @param skillWeights what a skill counts for proficiency, by name; 1 for those not named
 * @param membersOnly whether only agents who name the queue can serve it
 * @param parallel how many agents are asked at a time
 * @param offers ring time and the consequences of failed offers
 * @param wrapUpMode who ends the work after a call
 * @param wrapUp its length unless the agent has one of his own
 * @param wrapUpCap its greatest length, or null for no limit
 * @param acceleration thousandths of a second of effective age gained per millisecond waited: 1000
 *     is real time
 * @param maxAge limit of the effective age, or null
 * @param maxStarve wait after which a call moves to the highest band short of emergencies, or null
 * @param maxWait how long a call may wait, or null
 * @param maxWaitCutsRinging whether reaching it ends an offer that rings, instead of waiting for
 *     its end
 * @param rungs the overflow ladder, to be climbed in this order
 * @param reserve when reserve agents join
 * @param objective how soon calls are to be answered, for the order by {@link
 *     usher.routing.order.ServiceObjective}
 */
public record QueueSpec(
    String name,
    List<String> strategy,
    List<Step> steps,
    List<SkillExpression> variants,
    Map<String, Integer> skillWeights,
    boolean membersOnly,
    Parallel parallel,
    OfferPolicy offers,
    WrapUpMode wrapUpMode,
    Duration wrapUp,
    @Nullable Duration wrapUpCap,
    int acceleration,
    @Nullable Duration maxAge,
    @Nullable Duration maxStarve,
    @Nullable Duration maxWait,
    boolean maxWaitCutsRinging,
    List<Rung> rungs,
    ReservePolicy reserve,
    Duration objective) {

  /** Real time. */
  public static final int REAL_TIME = 1000;

  /** How soon calls are to be answered unless the queue says otherwise. */
  public static final Duration OBJECTIVE = Duration.ofSeconds(20);

  /** The greatest acceleration. */
  public static final int MAX_ACCELERATION = 10_000;

  public QueueSpec {
    strategy = List.copyOf(strategy);
    strategy.forEach(Strategies::named);
    steps = List.copyOf(steps);
    variants = List.copyOf(variants);
    skillWeights = Map.copyOf(skillWeights);
    rungs = List.copyOf(rungs);
    checkSteps(name, steps);
    if (acceleration < 1 || acceleration > MAX_ACCELERATION) {
      throw new IllegalArgumentException("acceleration " + acceleration);
    }
    if (objective.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("objective " + objective);
    }
  }

  private static void checkSteps(String name, List<Step> steps) {
    for (int step = 0; step < steps.size(); step++) {
      boolean last = step == steps.size() - 1;
      if (last != (steps.get(step).lasts() == null)) {
        throw new IllegalArgumentException(name + ": every step but the last has an end");
      }
    }
  }

  /** What an agent must be able to do for a call that has just arrived. */
  public SkillExpression needs() {
    return steps.getFirst().needs();
  }

  /** The number here of another queue's variant; -1 when there is none like it. */
  public int variantLike(QueueSpec other, int variant) {
    if (variant == 0) {
      return 0;
    }
    int index = variants.indexOf(other.variants.get(variant - 1));
    return index < 0 ? -1 : index + 1;
  }

  /** Whether calls of another queue's ask for the same agents, in the same steps. */
  boolean asksLike(QueueSpec other) {
    return steps.equals(other.steps)
        && variants.equals(other.variants)
        && skillWeights.equals(other.skillWeights)
        && membersOnly == other.membersOnly;
  }

  /** A queue with the product's defaults, to be changed before {@link Builder#build}. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The same queue, to be changed before {@link Builder#build}. */
  public Builder but() {
    return new Builder(this);
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private String name;
    private List<String> strategy = List.of(Strategies.DEFAULT);
    private final List<Step> steps = new ArrayList<>();
    private final List<SkillExpression> variants = new ArrayList<>();
    private Map<String, Integer> skillWeights = Map.of();
    private boolean membersOnly;
    private Parallel parallel = Parallel.ONE;
    private OfferPolicy offers = OfferPolicy.DEFAULT;
    private WrapUpMode wrapUpMode = WrapUpMode.TIMEBOXED;
    private Duration wrapUp = Duration.ZERO;
    private @Nullable Duration wrapUpCap;
    private int acceleration = REAL_TIME;
    private @Nullable Duration maxAge;
    private @Nullable Duration maxStarve;
    private @Nullable Duration maxWait;
    private boolean maxWaitCutsRinging;
    private List<Rung> rungs = List.of();
    private ReservePolicy reserve = ReservePolicy.NONE;
    private Duration objective = OBJECTIVE;

    private Builder(String name) {
      this.name = name;
      steps.add(new Step(SkillExpression.ANYBODY, false, null));
    }

    private Builder(QueueSpec queue) {
      name = queue.name;
      strategy = queue.strategy;
      steps.addAll(queue.steps);
      variants.addAll(queue.variants);
      skillWeights = queue.skillWeights;
      membersOnly = queue.membersOnly;
      parallel = queue.parallel;
      offers = queue.offers;
      wrapUpMode = queue.wrapUpMode;
      wrapUp = queue.wrapUp;
      wrapUpCap = queue.wrapUpCap;
      acceleration = queue.acceleration;
      maxAge = queue.maxAge;
      maxStarve = queue.maxStarve;
      maxWait = queue.maxWait;
      maxWaitCutsRinging = queue.maxWaitCutsRinging;
      rungs = queue.rungs;
      reserve = queue.reserve;
      objective = queue.objective;
    }

    /** Renames. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /** Lets calls ask for the same agents, in the same steps, as those of another queue. */
    Builder asking(QueueSpec other) {
      steps.clear();
      steps.addAll(other.steps);
      variants.clear();
      variants.addAll(other.variants);
      skillWeights = other.skillWeights;
      membersOnly = other.membersOnly;
      return this;
    }

    /** Sets the chain of comparators. */
    public Builder strategy(String... names) {
      strategy = List.of(names);
      return this;
    }

    /** Sets what an agent must be able to do, and forgets further steps. */
    public Builder needs(SkillExpression value) {
      steps.clear();
      steps.add(new Step(value, false, null));
      return this;
    }

    /** After the last step has lasted so long, those who satisfy this can serve the call, too. */
    public Builder relax(Duration after, SkillExpression value) {
      return step(after, new Step(value, false, null));
    }

    /** After the last step has lasted so long, only those who satisfy this can serve the call. */
    public Builder replace(Duration after, SkillExpression value) {
      return step(after, new Step(value, true, null));
    }

    private Builder step(Duration after, Step next) {
      Step last = steps.removeLast();
      steps.add(new Step(last.needs(), last.replaces(), after));
      steps.add(next);
      return this;
    }

    /** Adds a condition that a call may bring along; the first one added is number 1. */
    public Builder variant(SkillExpression value) {
      variants.add(value);
      return this;
    }

    /** Sets what skills count for proficiency. */
    public Builder skillWeights(Map<String, Integer> value) {
      skillWeights = value;
      return this;
    }

    /** Only agents who name the queue serve it. */
    public Builder membersOnly() {
      membersOnly = true;
      return this;
    }

    /** Sets how many agents are asked at a time. */
    public Builder parallel(Parallel value) {
      parallel = value;
      return this;
    }

    /** Sets ring time and the consequences of failed offers. */
    public Builder offers(OfferPolicy value) {
      offers = value;
      return this;
    }

    /** Sets the work after a call. */
    public Builder wrapUp(WrapUpMode mode, Duration length) {
      wrapUpMode = mode;
      wrapUp = length;
      return this;
    }

    /** Limits the work after a call. */
    public Builder wrapUpCap(Duration value) {
      wrapUpCap = value;
      return this;
    }

    /** Sets how fast waiting calls age; 1000 is real time. */
    public Builder acceleration(int value) {
      acceleration = value;
      return this;
    }

    /** Limits the effective age. */
    public Builder maxAge(Duration value) {
      maxAge = value;
      return this;
    }

    /** Limits how long calls of higher bands may overtake. */
    public Builder maxStarve(Duration value) {
      maxStarve = value;
      return this;
    }

    /** Limits the wait. */
    public Builder maxWait(Duration value, boolean cutsRinging) {
      maxWait = value;
      maxWaitCutsRinging = cutsRinging;
      return this;
    }

    /** Sets when reserve agents join. */
    public Builder reserve(ReservePolicy value) {
      reserve = value;
      return this;
    }

    /** Sets how soon calls are to be answered. */
    public Builder objective(Duration value) {
      objective = value;
      return this;
    }

    /** Sets the overflow ladder. */
    public Builder rungs(List<Rung> value) {
      rungs = value;
      return this;
    }

    /** The queue. */
    public QueueSpec build() {
      return new QueueSpec(
          name,
          strategy,
          steps,
          variants,
          skillWeights,
          membersOnly,
          parallel,
          offers,
          wrapUpMode,
          wrapUp,
          wrapUpCap,
          acceleration,
          maxAge,
          maxStarve,
          maxWait,
          maxWaitCutsRinging,
          rungs,
          reserve,
          objective);
    }
  }
}
