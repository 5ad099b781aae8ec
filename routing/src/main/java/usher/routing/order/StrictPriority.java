package usher.routing.order;

import usher.routing.call.CallKey;

/** More points first, however long the others wait; then the one that arrived first. */
public record StrictPriority() implements CallOrder {
  @Override
  public int acceleration(QueueAge queue, QueueAge quickest) {
    return 0;
  }

  @Override
  public long headStartNs(long creditNs, int points, int acceleration) {
    return points * CallKey.POINT_NS;
  }

  @Override
  public boolean isCapped() {
    return false;
  }
}
