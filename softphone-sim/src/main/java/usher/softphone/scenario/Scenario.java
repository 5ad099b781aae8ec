package usher.softphone.scenario;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import usher.softphone.bulk.BulkAgentsPlan;
import usher.softphone.bulk.BulkCallersPlan;

/**
 * Agents and callers against one server.
 *
 * @param server where it listens for UDP
 * @param seed of all lots; empty to draw one
 * @param grace what calls under way have to end by themselves when no more are due
 * @param agents who is called
 * @param callers who calls
 */
public record Scenario(
    InetSocketAddress server,
    OptionalLong seed,
    Duration grace,
    List<Agents> agents,
    List<Callers> callers) {

  /**
   * Agents at one address.
   *
   * @param at its port is 0 where the system is to choose one
   * @param storm when all register once more; null for never
   */
  public record Agents(InetSocketAddress at, BulkAgentsPlan plan, @Nullable Storm storm) {}

  /**
   * All agents register once more.
   *
   * @param at since the beginning of calls
   * @param within how long that takes
   */
  public record Storm(Duration at, Duration within) {}

  /** Callers at one address. */
  public record Callers(InetSocketAddress at, BulkCallersPlan plan) {}

  public Scenario {
    agents = List.copyOf(agents);
    callers = List.copyOf(callers);
  }
}
