package usher.sip.media;

/**
 * How the port pairs stand. A pair that is none of these is free or resting after use.
 *
 * @param bound ready to be opened
 * @param inUse open
 * @param opened taken since the start
 * @param exhausted how often an open found none
 * @param bindFailures how often a pair of the range could not be bound, because somebody else has
 *     it
 */
public record PoolStatistics(int bound, int inUse, long opened, long exhausted, long bindFailures) {

  /** Those of two pools as one. */
  PoolStatistics and(PoolStatistics other) {
    return new PoolStatistics(
        bound + other.bound,
        inUse + other.inUse,
        opened + other.opened,
        exhausted + other.exhausted,
        bindFailures + other.bindFailures);
  }
}
