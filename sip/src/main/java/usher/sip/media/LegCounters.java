package usher.sip.media;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;

/** What a leg counts; written by its media thread, read by any. */
final class LegCounters {
  private final Counter packetsReceived = new Counter();
  private final Counter bytesReceived = new Counter();
  private final Counter packetsSent = new Counter();
  private final Counter bytesSent = new Counter();
  private final Counter lastReceivedNs = new Counter();
  private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);

  LegCounters() {
    for (var reason : DropReason.values()) {
      dropped.put(reason, new Counter());
    }
  }

  void received(int bytes, long nowNs) {
    packetsReceived.add(1);
    bytesReceived.add(bytes);
    lastReceivedNs.set(nowNs);
  }

  void sent(int bytes) {
    packetsSent.add(1);
    bytesSent.add(bytes);
  }

  void dropped(DropReason reason) {
    requireNonNull(dropped.get(reason)).add(1);
  }

  MediaStatistics snapshot() {
    Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    dropped.forEach((reason, counter) -> drops.put(reason, counter.get()));
    return new MediaStatistics(
        packetsReceived.get(),
        bytesReceived.get(),
        packetsSent.get(),
        bytesSent.get(),
        drops,
        lastReceivedNs.get());
  }
}
