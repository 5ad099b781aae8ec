package usher.sip.transaction;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Addresses whose owners have shown that they receive what is sent there, by repeating what only
 * that told them ("address validation", RFC 9000 8.1). Others may be named by somebody who wants
 * them flooded.
 */
final class ValidatedAddresses {
  static final int MOST = 100_000;

  /** As long as a registration may last. */
  static final long KEPT_NS = TimeUnit.HOURS.toNanos(1);

  private static final class Latest extends LinkedHashMap<InetAddress, Long> {
    private static final long serialVersionUID = 1L;

    Latest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<InetAddress, Long> eldest) {
      return size() > MOST;
    }
  }

  private final Map<InetAddress, Long> untilNs = new Latest();

  void add(InetAddress address, long nowNs) {
    untilNs.put(address, nowNs + KEPT_NS);
  }

  boolean include(InetAddress address, long nowNs) {
    Long end = untilNs.get(address);
    return end != null && nowNs < end;
  }
}
