package usher.routing.plan;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.routing.skill.SkillExpression;
import usher.routing.strategy.Strategies;

/**
 * A queue as configured; build one with {@link #named}.
 *
 * @param name unique among queues
 * @param strategy the chain of comparators that chooses among free agents, first one first
 * @param needs what an agent must be able to do
 * @param offers ring time and the consequences of failed offers
 * @param wrapUpMode who ends the work after a call
 * @param wrapUp its length unless the agent has one of his own
 * @param wrapUpCap its greatest length, or null for no limit
 * @param acceleration thousandths of a second of effective age gained per millisecond waited: 1000
 *     is real time
 * @param maxAge limit of the effective age, or null
 * @param maxWait how long a call may wait, or null
 * @param maxWaitCutsRinging whether reaching it ends an offer that rings, instead of waiting for
 *     its end
 */
public record QueueSpec(
    String name,
    List<String> strategy,
    SkillExpression needs,
    OfferPolicy offers,
    WrapUpMode wrapUpMode,
    Duration wrapUp,
    @Nullable Duration wrapUpCap,
    int acceleration,
    @Nullable Duration maxAge,
    @Nullable Duration maxWait,
    boolean maxWaitCutsRinging) {

  /** Real time. */
  public static final int REAL_TIME = 1000;

  /** The greatest acceleration. */
  public static final int MAX_ACCELERATION = 10_000;

  public QueueSpec {
    strategy = List.copyOf(strategy);
    strategy.forEach(Strategies::named);
    if (acceleration < 1 || acceleration > MAX_ACCELERATION) {
      throw new IllegalArgumentException("acceleration " + acceleration);
    }
  }

  /** A queue with the product's defaults, to be changed before {@link Builder#build}. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private final String name;
    private List<String> strategy = List.of(Strategies.DEFAULT);
    private SkillExpression needs = SkillExpression.ANYBODY;
    private OfferPolicy offers = OfferPolicy.DEFAULT;
    private WrapUpMode wrapUpMode = WrapUpMode.TIMEBOXED;
    private Duration wrapUp = Duration.ZERO;
    private @Nullable Duration wrapUpCap;
    private int acceleration = REAL_TIME;
    private @Nullable Duration maxAge;
    private @Nullable Duration maxWait;
    private boolean maxWaitCutsRinging;

    private Builder(String name) {
      this.name = name;
    }

    /** Sets the chain of comparators. */
    public Builder strategy(String... names) {
      strategy = List.of(names);
      return this;
    }

    /** Sets what an agent must be able to do. */
    public Builder needs(SkillExpression value) {
      needs = value;
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

    /** Limits the wait. */
    public Builder maxWait(Duration value, boolean cutsRinging) {
      maxWait = value;
      maxWaitCutsRinging = cutsRinging;
      return this;
    }

    /** The queue. */
    public QueueSpec build() {
      return new QueueSpec(
          name,
          strategy,
          needs,
          offers,
          wrapUpMode,
          wrapUp,
          wrapUpCap,
          acceleration,
          maxAge,
          maxWait,
          maxWaitCutsRinging);
    }
  }
}
