package usher.sip.media;

/**
 * Lets more than two ports hear each other: each far end hears all others and not itself, as G.711
 * frames of 20 ms. Telephone-events are told to the listener of their port and not mixed. Called by
 * the call loop alone, which it never keeps waiting.
 *
 * <p>A port leaves by itself when it is joined, parted, closed, or something is played to it.
 */
public interface AudioMixer {
  /** As many as one mixer takes. */
  int MOST_PARTIES = 8;

  /**
   * Takes a port in, which ends whatever it did before.
   *
   * @return false where the port is closed or there is no room
   */
  boolean add(MediaPort port);

  /** All ports leave; none can come in any more. */
  void close();
}
