package usher.sip.netty;

import java.time.Duration;

/**
 * What one peer, or all of them, may take of us over stream transports.
 *
 * @param connections open and opening connections at once, in both directions
 * @param connect how long a connection of ours may take to be made; well below the 32 s in which a
 *     transaction gives up
 * @param wholeMessage how long a message may take from its first byte to its last (slow senders
 *     hold memory)
 * @param firstMessage how long an accepted connection may exist before its first whole message
 * @param idle how long a connection may be silent; longer than a registration lasts, since phones
 *     are reached over it
 * @param ping how often a WebSocket is pinged
 */
public record StreamLimits(
    int connections,
    Duration connect,
    Duration wholeMessage,
    Duration firstMessage,
    Duration idle,
    Duration ping) {

  /** For production. */
  public static final StreamLimits DEFAULT =
      new StreamLimits(
          20_000,
          Duration.ofSeconds(4),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(70),
          Duration.ofSeconds(30));

  /** For a connection that we make: that its peer is slow to speak is no fault of his. */
  StreamLimits forOurConnections() {
    return new StreamLimits(connections, connect, wholeMessage, idle, idle, ping);
  }
}
