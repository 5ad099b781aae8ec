package usher.routing;

import java.util.List;

/**
 * Something in the router's tables that cannot be, as {@link Router#findFault} found it.
 *
 * @param part which table
 * @param index which row
 */
public record Fault(Part part, int index) {
  /** The tables that are looked at. */
  public enum Part {
    /** Agents: work without a cause, no timer for what is to end, not where free agents are. */
    AGENT(1),
    /** Calls: offers that are not theirs, a wrong place, no timer, somebody free beside them. */
    CALL(2),
    /** Offers without an agent, a call or a timer. */
    OFFER(3),
    /** Queues whose calls do not add up. */
    QUEUE(4);

    private static final List<Part> ALL = List.of(values());

    private final int code;

    Part(int code) {
      this.code = code;
    }

    /** The number that stands for it on tapes. */
    public int code() {
      return code;
    }

    /** The part of a number; throws IllegalArgumentException where there is none. */
    public static Part of(int code) {
      return ALL.stream()
          .filter(part -> part.code == code)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("part " + code));
    }
  }
}
