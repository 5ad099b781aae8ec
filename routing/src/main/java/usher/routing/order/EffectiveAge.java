package usher.routing.order;

import usher.routing.call.CallKey;

/**
 * {@code acceleration * wait + credit + 60 s * points}, up to the queue's limit. Points are an
 * initial priority, and an acceleration of 1000 adds one for each minute.
 */
public record EffectiveAge() implements CallOrder {
  @Override
  public int acceleration(QueueAge queue, QueueAge quickest) {
    return queue.acceleration();
  }

  @Override
  public long headStartNs(long creditNs, int points, int acceleration) {
    return creditNs + points * CallKey.POINT_NS;
  }

  @Override
  public boolean isCapped() {
    return true;
  }
}
