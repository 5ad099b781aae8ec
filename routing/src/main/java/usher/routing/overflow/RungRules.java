package usher.routing.overflow;

import java.util.function.ToIntFunction;

/**
 * A rung as the router reads it. A condition that is not asked for is 0, or -1 where it is an
 * index.
 *
 * @param queue the index of the queue that {@code then} names, or -1
 * @param waitedNs time in the queue
 * @param gauge which of the queue's service levels
 */
public record RungRules(
    Then then,
    int queue,
    long waitedNs,
    long expectedNs,
    int length,
    int position,
    boolean nobodyStaffed,
    boolean nobodyReady,
    boolean closed,
    boolean holiday,
    int gauge,
    int percent,
    int atLeast) {

  static RungRules of(Rung rung, int gauge, ToIntFunction<String> queues) {
    Builder builder = new Builder();
    rung.when().forEach(builder::add);
    return builder.build(rung.then(), target(rung.then(), queues), gauge);
  }

  /** Whether only a call that has just arrived can be sent this way. */
  public boolean atEntryOnly() {
    return then instanceof Then.Refuse;
  }

  private static int target(Then then, ToIntFunction<String> queues) {
    return switch (then) {
      case Then.AddQueue(String queue) -> known(queue, queues);
      case Then.Move(String queue, boolean _) -> known(queue, queues);
      case Then.Relax _, Then.RaisePoints _, Then.External _ -> -1;
      case Then.Refuse _, Then.Goodbye _ -> -1;
    };
  }

  private static int known(String queue, ToIntFunction<String> queues) {
    int index = queues.applyAsInt(queue);
    if (index < 0) {
      throw new IllegalArgumentException("a rung names queue " + queue + ", which is not there");
    }
    return index;
  }

  private static final class Builder {
    private long waitedNs;
    private long expectedNs;
    private int length;
    private int position;
    private boolean nobodyStaffed;
    private boolean nobodyReady;
    private boolean closed;
    private boolean holiday;
    private int percent;
    private int atLeast;

    void add(When when) {
      switch (when) {
        case When.Waited waited -> waitedNs = waited.atLeast().toNanos();
        case When.ExpectedWait expected -> expectedNs = expected.atLeast().toNanos();
        case When.QueueLength queue -> length = queue.atLeast();
        case When.Position place -> position = place.beyond();
        case When.NobodyStaffed() -> nobodyStaffed = true;
        case When.NobodyReady() -> nobodyReady = true;
        case When.ServiceLevelBelow level -> {
          percent = level.percent();
          atLeast = level.atLeast();
        }
        case When.Closed() -> closed = true;
        case When.Holiday() -> holiday = true;
      }
    }

    RungRules build(Then then, int queue, int gauge) {
      return new RungRules(
          then,
          queue,
          waitedNs,
          expectedNs,
          length,
          position,
          nobodyStaffed,
          nobodyReady,
          closed,
          holiday,
          gauge,
          percent,
          atLeast);
    }
  }
}
