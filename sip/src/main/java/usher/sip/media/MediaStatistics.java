package usher.sip.media;

import java.util.Map;

/**
 * What one port has seen of RTP since it was opened. RTCP is not counted, but heeded.
 *
 * @param packetsReceived accepted from the far end
 * @param bytesReceived their size without IP and UDP headers
 * @param packetsSent relayed or played to the far end
 * @param bytesSent their size
 * @param dropped packets that came and were not accepted, or were accepted and not sent on, by
 *     reason
 * @param lastReceivedNs {@link System#nanoTime} of the last packet accepted; 0 before the first
 * @param keys that the far end pressed and told of in its audio (RFC 4733), each once
 * @param quality how well it came through
 */
public record MediaStatistics(
    long packetsReceived,
    long bytesReceived,
    long packetsSent,
    long bytesSent,
    Map<DropReason, Long> dropped,
    long lastReceivedNs,
    long keys,
    MediaQuality quality) {

  /** Of a port that nothing came to and nothing left. */
  public static final MediaStatistics NONE =
      new MediaStatistics(0, 0, 0, 0, Map.of(), 0, 0, MediaQuality.NONE);

  public MediaStatistics {
    dropped = Map.copyOf(dropped);
  }

  /** How many were dropped for one reason. */
  public long dropped(DropReason reason) {
    return dropped.getOrDefault(reason, 0L);
  }
}
