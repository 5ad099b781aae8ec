package usher.core.replay;

import org.jspecify.annotations.Nullable;
import usher.core.journal.RecordedRun;
import usher.core.journal.RecordedRun.Piece;
import usher.core.journal.RulesText;
import usher.routing.Router;
import usher.routing.plan.RoutingPlan;
import usher.routing.tape.TapeDigest;
import usher.routing.tape.TapePlayer;

/** One recorded run, given to a fresh router on its own rules. */
public final class TapeReplay {
  private TapeReplay() {}

  /**
   * What a replay showed.
   *
   * @param run its number
   * @param program the version that recorded it
   * @param commands how many were replayed
   * @param decisions how many followed
   * @param checks how many digests agreed
   * @param digest of commands and decisions, at the end
   * @param problem where record and replay part, or why there is no replay; null where all agrees
   */
  public record Verdict(
      int run,
      String program,
      long commands,
      long decisions,
      long checks,
      String digest,
      @Nullable String problem) {
    /** Whether the same followed. */
    public boolean agrees() {
      return problem == null;
    }

    static Verdict refused(RecordedRun run, String why) {
      return new Verdict(run.number(), run.program(), 0, 0, 0, "", why);
    }
  }

  /** A replayed run and what happened in it; both null where it could not be replayed. */
  record Played(Verdict verdict, @Nullable History history, @Nullable RoutingPlan plan) {}

  /** Replays and compares. */
  public static Verdict verify(RecordedRun run, Rules rules) {
    return play(run, rules, Long.MIN_VALUE, Long.MAX_VALUE).verdict();
  }

  static Played play(RecordedRun run, Rules rules, long fromNs, long toNs) {
    if (!run.isWhole()) {
      return refused(run, "its beginning is no longer in the journal");
    }
    try {
      return played(run, rules, rules.compile(run.rules().getFirst()), fromNs, toNs);
    } catch (IllegalArgumentException e) {
      return refused(run, String.valueOf(e.getMessage()));
    }
  }

  private static Played refused(RecordedRun run, String why) {
    return new Played(Verdict.refused(run, why), null, null);
  }

  private static Played played(
      RecordedRun run, Rules rules, RoutingPlan plan, long fromNs, long toNs) {
    History history = new History(plan, fromNs, toNs);
    TapeDigest digest = new TapeDigest(history);
    history.tellCommandsTo(digest);
    Router router = rules.router(plan, digest);
    TapePlayer player =
        new TapePlayer(
            router, digest, (_, version) -> history.next(rules.successor(text(run, version))));
    router.tellCommandsTo(history);
    for (Piece piece : run.tape()) {
      if (!player.play(piece.words().duplicate())) {
        break;
      }
    }
    return new Played(verdict(run, player, digest), history, plan);
  }

  private static RulesText text(RecordedRun run, long version) {
    return run.rules().stream()
        .filter(text -> text.version() == version)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("version " + version + " of the rules is missing"));
  }

  private static Verdict verdict(RecordedRun run, TapePlayer player, TapeDigest digest) {
    TapePlayer.Difference difference = player.difference();
    String problem =
        difference == null
            ? null
            : "block %d differs in its %s: commands %d to %d"
                .formatted(
                    difference.block(),
                    difference.what(),
                    difference.afterCommands() + 1,
                    difference.atCommands());
    return new Verdict(
        run.number(),
        run.program(),
        digest.commands(),
        digest.decisions(),
        player.checks(),
        "%016x".formatted(digest.value()),
        problem);
  }
}
