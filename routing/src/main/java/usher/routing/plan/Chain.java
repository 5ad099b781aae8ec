package usher.routing.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.routing.strategy.Draw;

/**
 * A queue's chain, compiled. Its figures come from three sources: from the agent (a column of the
 * idle order that the chain shares with others), from the profile (a table by class), or from the
 * demand of the moment. A draw decides among those who are equal; without one the first in the plan
 * wins.
 */
public final class Chain {
  /** The most comparators a chain has. */
  public static final int MOST = 16;

  /** Where a figure comes from. */
  public enum Source {
    AGENT,
    PROFILE,
    DEMAND
  }

  /**
   * One comparator.
   *
   * @param name as configured
   * @param index the column of the idle order, of the profile table, or of the demand keys
   */
  public record Link(String name, Source source, int index) {}

  private final List<Link> links;
  private final int idleOrder;
  private final @Nullable Draw draw;
  private final boolean plain;
  private final boolean usesDemand;
  private final boolean countsCalls;

  Chain(List<Link> links, int idleOrder, @Nullable Draw draw, boolean countsCalls) {
    this.links = List.copyOf(links);
    this.idleOrder = idleOrder;
    this.draw = draw;
    this.countsCalls = countsCalls;
    plain = draw == null && links.stream().allMatch(link -> link.source() == Source.AGENT);
    usesDemand = links.stream().anyMatch(link -> link.source() == Source.DEMAND);
  }

  /** How many comparators give figures. */
  public int length() {
    return links.size();
  }

  /** A comparator. */
  public Link link(int index) {
    return links.get(index);
  }

  /** The idle order whose columns are the chain's figures of agents, in the same sequence. */
  public int idleOrder() {
    return idleOrder;
  }

  /** What decides among equals, or null. */
  public @Nullable Draw draw() {
    return draw;
  }

  /** Whether the idle order alone decides. */
  public boolean isPlain() {
    return plain;
  }

  /** Whether the queue's calls are counted by agent. */
  public boolean countsCalls() {
    return countsCalls;
  }

  /** Whether any figure depends on the calls that wait. */
  public boolean usesDemand() {
    return usesDemand;
  }
}
