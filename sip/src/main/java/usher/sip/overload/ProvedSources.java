package usher.sip.overload;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;

/** From where phones have registered that know their password. Any thread. */
public final class ProvedSources {
  private static final int MOST = 100_000;

  /** As long as a registration may last. */
  private static final Duration KEPT = Duration.ofHours(1);

  private final Cache<Source, Boolean> proved =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

  /** A phone has registered from there. */
  public void add(InetAddress address) {
    proved.put(Source.of(address), true);
  }

  boolean include(Source source) {
    return proved.getIfPresent(source) != null;
  }
}
