package usher.sip.media;

import static java.util.Objects.requireNonNull;
import static usher.sip.media.MediaQuality.UNKNOWN;

import java.util.EnumMap;
import java.util.Map;
import usher.sip.media.Rtcp.Block;

/** What a leg counts; written by its media thread, read by any. */
final class LegCounters {
  private final Counter packetsReceived = new Counter();
  private final Counter bytesReceived = new Counter();
  private final Counter packetsSent = new Counter();
  private final Counter bytesSent = new Counter();
  private final Counter lastReceivedNs = new Counter();
  private final Counter keys = new Counter();
  private final Counter expected = new Counter();
  private final Counter jitterUs = new Counter();
  private final Counter jitterMaxUs = new Counter();
  private final Counter farLost = new Counter();
  private final Counter farJitterUs = new Counter();
  private final Counter roundTripUs = new Counter();
  private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);

  LegCounters() {
    for (var reason : DropReason.values()) {
      dropped.put(reason, new Counter());
    }
    farLost.set(UNKNOWN);
    farJitterUs.set(UNKNOWN);
    roundTripUs.set(UNKNOWN);
  }

  void received(int bytes, long nowNs) {
    packetsReceived.add(1);
    bytesReceived.add(bytes);
    lastReceivedNs.set(nowNs);
  }

  void counted(Reception reception) {
    expected.set(reception.expected());
    jitterUs.set(reception.jitterUs());
    jitterMaxUs.set(reception.jitterMaxUs());
  }

  /** What the far end says of our stream; a round trip that is unknown leaves the last one. */
  void reported(Block block, long roundTripNowUs) {
    farLost.set(block.cumulativeLost());
    farJitterUs.set(Reception.us(Integer.toUnsignedLong(block.jitter())));
    if (roundTripNowUs != UNKNOWN) {
      roundTripUs.set(roundTripNowUs);
    }
  }

  void pressed() {
    keys.add(1);
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
        lastReceivedNs.get(),
        keys.get(),
        quality());
  }

  private MediaQuality quality() {
    return new MediaQuality(
        expected.get(),
        Math.max(0, expected.get() - packetsReceived.get()),
        jitterUs.get(),
        jitterMaxUs.get(),
        farLost.get(),
        farJitterUs.get(),
        roundTripUs.get());
  }
}
