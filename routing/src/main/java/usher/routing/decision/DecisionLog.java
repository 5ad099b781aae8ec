package usher.routing.decision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import usher.routing.store.Bits;

/**
 * The last {@value #KEPT} decisions, each a row of {@value #ROW} cells in one array that grows to
 * its full size once: writing one is a dozen stores to one or two cache lines that nobody reads,
 * and allocates nothing.
 *
 * <p>A choice among agents is written in two parts: whoever compares leaves the figures in the row
 * to come, and whoever makes the offer completes the row. Not safe for threads.
 */
public final class DecisionLog {
  /** How many decisions are kept; a power of two. */
  public static final int KEPT = 1_024;

  /** The most comparators of a chain whose figures are kept. */
  public static final int FIGURES = 4;

  private static final int KEPT_AT_FIRST = 16;

  private static final int NOBODY = -1;

  private static final int AT = 0;
  private static final int CALL = 1;
  private static final int OFFER = 2;
  private static final int AGENT_AND_QUEUE = 3;
  private static final int CLASS_AND_STEP = 4;
  private static final int RULES_AND_RUNNER_UP = 5;
  private static final int ENQUEUED = 6;
  private static final int KIND_AND_GROUPS = 7;
  private static final int WINNER = 8;
  private static final int RUNNER_UP = WINNER + FIGURES;
  private static final int ROW = RUNNER_UP + FIGURES;

  private static final int LENGTH_AT = 8;
  private static final int GROUPS_AT = 16;
  private static final int BYTE = 0xFF;

  private long[] cells = new long[KEPT_AT_FIRST * ROW];
  private int mask = KEPT_AT_FIRST - 1;
  private long made;

  // What the choice left for the row to come.
  private int length;
  private int groups;
  private int runnerUp = NOBODY;

  /** How many decisions were made; the number of the next one. */
  public long made() {
    return made;
  }

  private int row(long number) {
    return (int) (number & mask) * ROW;
  }

  // ---- Writing: by the router alone
  // ------------------------------------------------------------------

  /**
   * A choice was made.
   *
   * @param amongGroups groups of equal agents with somebody free
   * @param second the second best, or -1
   * @param comparators how many the chain has
   */
  public void chosen(int amongGroups, int second, int comparators) {
    groups = amongGroups;
    runnerUp = second;
    length = Math.min(comparators, FIGURES);
  }

  /** The same where one comparator decided, with its figures. */
  public void chosen(int amongGroups, long figure, int second, long secondFigure) {
    int row = row(made);
    cells[row + WINNER] = figure;
    cells[row + RUNNER_UP] = secondFigure;
    chosen(amongGroups, second, 1);
  }

  /** A figure of the winner; those beyond the {@value #FIGURES} first are not kept. */
  public void winner(int comparator, long figure) {
    if (comparator < FIGURES) {
      cells[row(made) + WINNER + comparator] = figure;
    }
  }

  /** A figure of the runner-up; those beyond the {@value #FIGURES} first are not kept. */
  public void runnerUp(int comparator, long figure) {
    if (comparator < FIGURES) {
      cells[row(made) + RUNNER_UP + comparator] = figure;
    }
  }

  /** An agent was asked; completes the row of the choice if there was one. */
  public void offered(
      Kind kind, long atNs, long call, long enqueuedNs, long offer, int agent, int queue) {
    int row = row(made);
    cells[row + OFFER] = offer;
    cells[row + AGENT_AND_QUEUE] = Bits.pack(agent, queue);
    complete(row, kind, atNs, call, enqueuedNs);
  }

  /** Something happened to a call for which nobody was asked. */
  public void noted(Kind kind, long atNs, long call, long enqueuedNs, int queue) {
    int row = row(made);
    cells[row + OFFER] = 0;
    cells[row + AGENT_AND_QUEUE] = Bits.pack(NOBODY, queue);
    complete(row, kind, atNs, call, enqueuedNs);
  }

  /**
   * A call is about to leave unanswered.
   *
   * @param agent whose phone rings, or -1
   */
  public void left(long atNs, long call, long enqueuedNs, int agent, int queue) {
    offered(Kind.LEFT, atNs, call, enqueuedNs, 0, agent, queue);
  }

  /** Under which rules the decision fell that is about to be written. */
  public void under(int rules, int callClass, int step) {
    int row = row(made);
    cells[row + RULES_AND_RUNNER_UP] = rules;
    cells[row + CLASS_AND_STEP] = Bits.pack(callClass, step);
  }

  private void complete(int row, Kind kind, long atNs, long call, long enqueuedNs) {
    cells[row + AT] = atNs;
    cells[row + CALL] = call;
    cells[row + ENQUEUED] = enqueuedNs;
    int rules = (int) cells[row + RULES_AND_RUNNER_UP];
    cells[row + RULES_AND_RUNNER_UP] = Bits.pack(rules, runnerUp);
    cells[row + KIND_AND_GROUPS] = kind.code | (length << LENGTH_AT) | ((long) groups << GROUPS_AT);
    runnerUp = NOBODY;
    length = 0;
    groups = 0;
    made++;
    if (made > mask && mask < KEPT - 1) {
      grow();
    }
  }

  /** Happens while all rows are in their first use, so that none changes its place. */
  private void grow() {
    cells = Arrays.copyOf(cells, cells.length * 2);
    mask = 2 * mask + 1;
  }

  // ---- Reading
  // ----------------------------------------------------------------------------------------

  /** The number of the oldest decision that is kept. */
  public long oldest() {
    return Math.max(0, made - KEPT);
  }

  /** A decision by its number, unless it is too old or still to come. */
  public Optional<Decision> get(long number) {
    return number < oldest() || number >= made ? Optional.empty() : Optional.of(read(number));
  }

  /** The last decisions, the latest first. */
  public List<Decision> last(int most) {
    List<Decision> found = new ArrayList<>();
    for (long number = made - 1; number >= oldest() && found.size() < most; number--) {
      found.add(read(number));
    }
    return found;
  }

  /** The decision that made an offer, if it is kept. */
  public Optional<Decision> ofOffer(long offer) {
    for (long number = made - 1; number >= oldest(); number--) {
      if (cells[row(number) + OFFER] == offer) {
        return Optional.of(read(number));
      }
    }
    return Optional.empty();
  }

  /** The decision that let a rung of a queue fire for a call, if it is kept. */
  public Optional<Decision> ofRung(long call, int queue, int rung) {
    for (long number = made - 1; number >= oldest(); number--) {
      int row = row(number);
      if (is(Kind.RUNG_FIRED, row, call)
          && (int) cells[row + AGENT_AND_QUEUE] == queue
          && (int) cells[row + CLASS_AND_STEP] == rung) {
        return Optional.of(read(number));
      }
    }
    return Optional.empty();
  }

  /** How a call left unanswered, if it did and that is kept. */
  public Optional<Decision> ofEnd(long call) {
    for (long number = made - 1; number >= oldest(); number--) {
      if (is(Kind.LEFT, row(number), call)) {
        return Optional.of(read(number));
      }
    }
    return Optional.empty();
  }

  private boolean is(Kind kind, int row, long call) {
    return cells[row + CALL] == call && ((int) cells[row + KIND_AND_GROUPS] & BYTE) == kind.code;
  }

  private Decision read(long number) {
    int row = row(number);
    long packed = cells[row + KIND_AND_GROUPS];
    int second = (int) cells[row + RULES_AND_RUNNER_UP];
    int compared = (int) (packed >>> LENGTH_AT) & BYTE;
    return new Decision(
        number,
        Kind.of((int) packed & BYTE),
        cells[row + AT],
        cells[row + CALL],
        cells[row + OFFER],
        Bits.high(cells[row + AGENT_AND_QUEUE]),
        (int) cells[row + AGENT_AND_QUEUE],
        Bits.high(cells[row + CLASS_AND_STEP]),
        (int) cells[row + CLASS_AND_STEP],
        Bits.high(cells[row + RULES_AND_RUNNER_UP]),
        cells[row + ENQUEUED],
        (int) (packed >>> GROUPS_AT),
        second,
        figures(row + WINNER, compared),
        second == NOBODY ? List.of() : figures(row + RUNNER_UP, compared));
  }

  private List<Long> figures(int from, int count) {
    List<Long> figures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      figures.add(cells[from + i]);
    }
    return figures;
  }
}
