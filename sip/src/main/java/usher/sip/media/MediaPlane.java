package usher.sip.media;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Where media ports come from. Called by the call loop alone, which it never keeps waiting. */
public interface MediaPlane extends AutoCloseable {

  /**
   * Takes a port pair that is bound already.
   *
   * @param listener hears what happens on the port; called on another thread (see {@link
   *     MediaListener})
   * @param near the port that this one will probably be joined with, so that one thread serves
   *     both; null without one. Joining ports that are not near works too and costs a little more.
   * @return null when no pair is free: the call is refused with 503
   */
  @Nullable MediaPort open(MediaListener listener, @Nullable MediaPort near);

  /**
   * The same, where the plane has an address of the family of {@code farEnd}: there, as nobody is
   * heard by the other. Elsewhere at the address that it has.
   */
  default @Nullable MediaPort open(
      MediaListener listener, @Nullable MediaPort near, InetAddress farEnd) {
    return open(listener, near);
  }

  /**
   * A mixer with nobody in it. It takes ports of this plane alone.
   *
   * @param near a port that will be in it, on whose thread the sound is mixed
   */
  AudioMixer mixer(MediaPort near);

  /** Figures as of now; from any thread. */
  PoolStatistics statistics();

  /** Ends all ports and threads; waits for them. */
  @Override
  void close();
}
