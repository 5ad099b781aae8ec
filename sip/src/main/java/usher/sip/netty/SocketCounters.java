package usher.sip.netty;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often each {@link SocketEvent} happened since the start. Any thread may read. */
public final class SocketCounters {
  private final Map<SocketEvent, LongAdder> counts = new EnumMap<>(SocketEvent.class);

  SocketCounters() {
    for (SocketEvent event : SocketEvent.values()) {
      counts.put(event, new LongAdder());
    }
  }

  void add(SocketEvent event) {
    adder(event).increment();
  }

  /** So many times until now. */
  public long count(SocketEvent event) {
    return adder(event).sum();
  }

  private LongAdder adder(SocketEvent event) {
    LongAdder adder = counts.get(event);
    if (adder == null) {
      throw new IllegalStateException("every event has a counter");
    }
    return adder;
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
