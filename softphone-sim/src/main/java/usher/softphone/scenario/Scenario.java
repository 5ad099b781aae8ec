package usher.softphone.scenario;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import usher.softphone.bulk.Access;
import usher.softphone.bulk.BulkAgentsPlan;
import usher.softphone.bulk.BulkCallersPlan;

/**
 * Agents and callers against one server.
 *
 * @param server where it listens, where the phones of a group are not told otherwise
 * @param trusted authorities of certificates; null for those that Java trusts
 * @param seed of all lots; empty to draw one
 * @param grace what calls under way have to end by themselves when no more are due
 * @param agents who is called
 * @param callers who calls
 */
public record Scenario(
    InetSocketAddress server,
    @Nullable Path trusted,
    OptionalLong seed,
    Duration grace,
    List<Agents> agents,
    List<Callers> callers) {

  /**
   * Agents at one address.
   *
   * @param access how they reach the server, and from where
   * @param skills what they can, for {@link Roster}
   * @param storm when all register once more; null for never
   * @param move when they get another address; null for never
   */
  public record Agents(
      Access access,
      BulkAgentsPlan plan,
      SkillMix skills,
      @Nullable Storm storm,
      @Nullable Move move) {}

  /**
   * All agents register once more.
   *
   * @param at since the beginning of calls
   * @param within how long that takes
   */
  public record Storm(Duration at, Duration within) {}

  /**
   * Phones are behind another address, of which they know nothing.
   *
   * @param at since the beginning of calls
   * @param to that address
   */
  public record Move(Duration at, InetSocketAddress to) {}

  /** Callers at one address. */
  public record Callers(Access access, BulkCallersPlan plan, @Nullable Move move) {}

  public Scenario {
    agents = List.copyOf(agents);
    callers = List.copyOf(callers);
  }
}
