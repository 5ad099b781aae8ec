package usher.routing.order;

/**
 * {@code (wait + credit + 60 s * points) / objective}: whoever has used up the largest part of what
 * the queue is to keep. The ratio is kept to a ten-thousandth of the most urgent queue's.
 */
public record ServiceObjective() implements CallOrder {
  private static final int QUICKEST = 10_000;
  private static final int REAL_TIME = 1_000;

  @Override
  public int acceleration(QueueAge queue, QueueAge quickest) {
    double part = (double) quickest.objectiveNs() / queue.objectiveNs();
    return (int) Math.max(1, Math.round(QUICKEST * part));
  }

  @Override
  public long headStartNs(long creditNs, int points, int acceleration) {
    long startNs = new EffectiveAge().headStartNs(creditNs, points, acceleration);
    return startNs / REAL_TIME * acceleration;
  }

  @Override
  public boolean isCapped() {
    return false;
  }
}
