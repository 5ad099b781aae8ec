package usher.sip.media;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 plane and an IPv6 plane as one: each far end gets a port that it can reach. Ports of both
 * may be joined and mixed with each other, so a phone of one family talks to one of the other.
 */
public final class DualStackMediaPlane implements MediaPlane {
  private final MediaPlane first;
  private final MediaPlane v4;
  private final MediaPlane v6;

  /**
   * Goes on with two planes, which are closed with this one.
   *
   * @param first for far ends of which no address is known
   * @param firstAddress what it advertises
   * @param other of the other family
   */
  public DualStackMediaPlane(MediaPlane first, InetAddress firstAddress, MediaPlane other) {
    this.first = first;
    boolean begins6 = firstAddress instanceof Inet6Address;
    this.v4 = begins6 ? other : first;
    this.v6 = begins6 ? first : other;
  }

  @Override
  public @Nullable MediaPort open(MediaListener listener, @Nullable MediaPort near) {
    return first.open(listener, near);
  }

  @Override
  public @Nullable MediaPort open(
      MediaListener listener, @Nullable MediaPort near, InetAddress farEnd) {
    return (farEnd instanceof Inet6Address ? v6 : v4).open(listener, near);
  }

  @Override
  public AudioMixer mixer(MediaPort near) {
    return first.mixer(near);
  }

  @Override
  public PoolStatistics statistics() {
    return v4.statistics().and(v6.statistics());
  }

  @Override
  public void close() {
    v4.close();
    v6.close();
  }
}
