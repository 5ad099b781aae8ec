package usher.routing.call;

/**
 * What is known of a call that arrives. Made once and filled anew for each call, so that arriving
 * allocates nothing.
 */
public final class NewCall {
  /** The most agents that a call can prefer. */
  public static final int MOST_PREFERRED = 4;

  /** The most queues besides the first that a call can wait in. */
  public static final int MOST_OTHER_QUEUES = 7;

  private int queue;
  private int variant;
  private int band;
  private int points;
  private long creditNs;
  private long patienceNs;
  private int preferredCount;
  private final int[] preferred = new int[MOST_PREFERRED];
  private final int[] score = new int[MOST_PREFERRED];
  private int otherCount;
  private final int[] other = new int[MOST_OTHER_QUEUES];

  /** Begins anew: a call without privileges for a queue. */
  public NewCall into(int toQueue) {
    queue = toQueue;
    variant = 0;
    band = CallKey.NORMAL_BAND;
    points = 0;
    creditNs = 0;
    patienceNs = 0;
    preferredCount = 0;
    otherCount = 0;
    return this;
  }

  /**
   * Sets the condition that the call brings along: its number in the queue's variants, 0 for none.
   */
  public NewCall variant(int value) {
    variant = value;
    return this;
  }

  /** Sets the band, 0 to {@value CallKey#BANDS} - 1; a lower one is always served first. */
  public NewCall band(int value) {
    band = value;
    return this;
  }

  /** Sets the points; each is worth a minute of waiting; may be negative. */
  public NewCall points(int value) {
    points = value;
    return this;
  }

  /** Sets the time already waited elsewhere. */
  public NewCall creditNs(long value) {
    creditNs = value;
    return this;
  }

  /**
   * Prefers an agent: for {@link #patienceNs} only the preferred are asked, the highest score
   * first. Who is not staffed or cannot serve the call is skipped.
   */
  public NewCall prefer(int agent, int withScore) {
    preferred[preferredCount] = agent;
    score[preferredCount++] = withScore;
    return this;
  }

  /** Sets how long only the preferred agents are asked. */
  public NewCall patienceNs(long value) {
    patienceNs = value;
    return this;
  }

  /** Lets the call wait in one more queue, with the same age. */
  public NewCall alsoInto(int otherQueue) {
    other[otherCount++] = otherQueue;
    return this;
  }

  /** Whether it is for one queue and anybody there, and has no head start. */
  public boolean isPlain() {
    return (variant | preferredCount | otherCount | points) == 0 && creditNs == 0;
  }

  /** The queue. */
  public int queue() {
    return queue;
  }

  /** The variant. */
  public int variant() {
    return variant;
  }

  /** The band. */
  public int band() {
    return band;
  }

  /** The points. */
  public int points() {
    return points;
  }

  /** The time already waited. */
  public long creditNs() {
    return creditNs;
  }

  /** The patience. */
  public long patienceNs() {
    return patienceNs;
  }

  /** How many agents it prefers. */
  public int preferredCount() {
    return preferredCount;
  }

  /** A preferred agent. */
  public int preferred(int index) {
    return preferred[index];
  }

  /** A preferred agent's score. */
  public int score(int index) {
    return score[index];
  }

  /** How many more queues it waits in. */
  public int otherCount() {
    return otherCount;
  }

  /** One of the queues besides the first. */
  public int other(int index) {
    return other[index];
  }
}
