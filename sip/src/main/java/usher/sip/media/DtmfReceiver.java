package usher.sip.media;

import org.jspecify.annotations.Nullable;

/**
 * Makes one key press out of the many packets that tell of it (RFC 4733 2.5). All packets of a
 * press have one timestamp; a press is reported with the first that arrives, be it the first sent
 * or the last. A press longer than 65535 units is told in segments, each with a timestamp of its
 * own, and is still one.
 */
final class DtmfReceiver {
  private boolean begun;
  private int ssrc;
  private int timestamp;
  private DtmfEvent last = new DtmfEvent(0, true, 0, 0);

  /** The key that {@code event} reports as newly pressed, else null. */
  @Nullable Character receive(DtmfEvent event, int packetSsrc, int packetTimestamp) {
    if (begun && packetSsrc == ssrc) {
      int ahead = packetTimestamp - timestamp;
      if (ahead < 0) {
        // A late copy of a press before this one.
        return null;
      }
      boolean known = ahead == 0 || isNextSegment(event, ahead);
      remember(event, packetSsrc, packetTimestamp);
      return known ? null : event.key();
    }
    remember(event, packetSsrc, packetTimestamp);
    return event.key();
  }

  /** RFC 4733 2.5.1.3: the same event, not ended, begins again where the longest duration ended. */
  private boolean isNextSegment(DtmfEvent event, int ahead) {
    return ahead == DtmfEvent.LONGEST && !last.end() && event.event() == last.event();
  }

  private void remember(DtmfEvent event, int packetSsrc, int packetTimestamp) {
    boolean stillEnded = begun && packetTimestamp == timestamp && packetSsrc == ssrc && last.end();
    last = stillEnded ? last : event;
    begun = true;
    ssrc = packetSsrc;
    timestamp = packetTimestamp;
  }
}
