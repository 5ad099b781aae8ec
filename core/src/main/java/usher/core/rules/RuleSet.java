package usher.core.rules;

import usher.core.agent.PlanCompiler;
import usher.core.config.ConfigResult;
import usher.core.config.UsherConfig;
import usher.routing.plan.RoutingPlan;

/**
 * One version of the rules, compiled. Immutable: a version that is taken is the same for ever, and
 * the next is another one.
 *
 * @param version counted from 1 in each run of the server
 * @param sha256 of the text that it was made of
 */
public record RuleSet(
    long version, String sha256, UsherConfig config, RoutingPlan plan, EntryTable entries) {

  private static final long FIRST_VERSION = 1;

  /** The rules that a server starts with. */
  public static RuleSet first(UsherConfig config, String sha256) {
    return new RuleSet(
        FIRST_VERSION, sha256, config, PlanCompiler.compile(config), new EntryTable(config));
  }

  /** The same of a file. */
  public static RuleSet first(ConfigResult.Valid read) {
    return first(read.config(), read.sha256());
  }

  /**
   * The version after this one, made of an edited file. What cannot change while the server runs
   * stays as it is here; any thread may compile.
   */
  public RuleSet next(UsherConfig edited, String nextSha256) {
    UsherConfig next = edited.runningAs(config);
    long nextVersion = version + 1;
    return new RuleSet(
        nextVersion,
        nextSha256,
        next,
        PlanCompiler.successor(plan, nextVersion, next),
        new EntryTable(next));
  }
}
