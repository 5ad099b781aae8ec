package usher.routing.call;

/**
 * The place of a call among others as one number that does not change while it waits: band in the
 * top bits, below it what remains of the effective age when time is taken out.
 *
 * <p>The effective age is {@code accel * (now - enqueued) + credit + 60 s * points}. Since {@code
 * accel} belongs to the queue, {@code accel * now} is the same for all its calls, and the rest,
 * with its sign turned, orders them: the smaller comes first. In nanoseconds with {@code accel} in
 * thousandths the product is {@code accel * enqueuedUs}, exactly.
 */
public final class CallKey {
  /** The number of bands; 0 is served first. */
  public static final int BANDS = 8;

  /** The band of a call about which nothing special is known. */
  public static final int NORMAL_BAND = 4;

  /** The band to which calls rise that have been overtaken long enough: all but emergencies. */
  public static final int TOP_NORMAL_BAND = 1;

  /** The greatest number of points, and the greatest negative one. */
  public static final int MAX_POINTS = 100_000;

  /** What one point is worth. */
  public static final long POINT_NS = 60_000_000_000L;

  private static final int AGE_BITS = 60;
  private static final long AGE_MASK = (1L << AGE_BITS) - 1;
  private static final long BIAS = 1L << (AGE_BITS - 1);

  /** The age part of a call that has reached its queue's greatest age. */
  private static final long CAPPED = 0;

  private CallKey() {}

  /** The key of a call. */
  public static long of(int band, long enqueuedUs, long creditNs, int points, int acceleration) {
    return of(band, enqueuedUs, creditNs + points * POINT_NS, acceleration);
  }

  /** The key of a call with a head start. */
  public static long of(int band, long enqueuedUs, long headStartNs, int acceleration) {
    long age = acceleration * enqueuedUs - headStartNs;
    return withBand(band, Math.clamp(age + BIAS, CAPPED + 1, AGE_MASK));
  }

  /** The key of a call that has this effective age at an instant. */
  public static long ofAge(int band, long ageNs, int acceleration, long nowUs) {
    return withBand(band, Math.clamp(acceleration * nowUs - ageNs + BIAS, CAPPED + 1, AGE_MASK));
  }

  /** The key of a call that has reached its queue's greatest age. */
  public static long capped(int band) {
    return withBand(band, CAPPED);
  }

  /** Whether it has. */
  public static boolean isCapped(long key) {
    return (key & AGE_MASK) == CAPPED;
  }

  /** The band. */
  public static int band(long key) {
    return (int) (key >>> AGE_BITS);
  }

  /** The effective age in ns of a key that is not capped. */
  public static long ageNs(long key, int acceleration, long nowUs) {
    return acceleration * nowUs - ((key & AGE_MASK) - BIAS);
  }

  /** When, in us, a call with this key reaches an effective age. */
  public static long reachesUs(long key, int acceleration, long ageNs) {
    return Math.ceilDiv(ageNs + ((key & AGE_MASK) - BIAS), acceleration);
  }

  private static long withBand(int band, long age) {
    return ((long) band << AGE_BITS) | age;
  }
}
