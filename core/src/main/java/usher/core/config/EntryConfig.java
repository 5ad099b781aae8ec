package usher.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.core.entry.Condition;
import usher.core.entry.NumberPattern;

/**
 * A way in; the first that a call meets is taken.
 *
 * @param to what may have been dialled: the user part of the URI
 * @param from who may call; empty for anybody
 * @param when what else must hold; null for nothing
 * @param way where it leads while it is open
 * @param doors when it is open; where nothing is said for closed hours, it leads nowhere then, and
 *     the entries after it are looked at
 * @param treatment what the call gets along the way
 */
public record EntryConfig(
    List<NumberPattern> to,
    List<NumberPattern> from,
    @Nullable Condition when,
    Way way,
    Doors doors,
    Treatment treatment) {

  public static final int NUMBERS_MAX = 1_000;

  public EntryConfig {
    to = List.copyOf(to);
    from = List.copyOf(from);
  }

  /** An entry that leads everybody who dials a number to a queue at any time. */
  public EntryConfig(String to, String queue) {
    this(
        List.of(NumberPattern.of(to)),
        List.of(),
        null,
        new Way.ToQueue(queue),
        Doors.OPEN,
        Treatment.NONE);
  }

  /** Whether a call that dials one of its numbers never goes past it. */
  public boolean takesAll() {
    return from.isEmpty() && when == null && (doors.hours() == null || doors.closed() != null);
  }
}
