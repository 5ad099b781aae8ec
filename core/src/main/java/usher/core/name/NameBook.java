package usher.core.name;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.sip.transaction.Timers;
import usher.sip.transport.LocatedServer;
import usher.sip.transport.ServerQuery;

/**
 * The servers behind the names of the configuration, asked for ahead, so that no call waits for a
 * name server, and asked for again when an answer has become old. While nobody answers, what was
 * known before counts.
 */
public final class NameBook {
  private static final Logger LOG = LoggerFactory.getLogger(NameBook.class);

  private final Map<ServerQuery, List<LocatedServer>> known = new HashMap<>();
  private final Consumer<ServerQuery> ask;
  private final Timers timers;

  /**
   * An empty book.
   *
   * @param ask has a name looked up; the answer comes as {@link #located}
   */
  public NameBook(Consumer<ServerQuery> ask, Timers timers) {
    this.ask = ask;
    this.timers = timers;
  }

  /** Has this name looked up from now on. */
  void want(ServerQuery query) {
    if (known.putIfAbsent(query, List.of()) == null) {
      ask.accept(query);
    }
  }

  /** What is known of it, in no order. */
  List<LocatedServer> servers(ServerQuery query) {
    return known.getOrDefault(query, List.of());
  }

  /**
   * A name that was asked for leads there now.
   *
   * @param servers none where nobody knew
   * @param ttlNs for how long that is so
   */
  public void located(ServerQuery query, List<LocatedServer> servers, long ttlNs) {
    if (!known.containsKey(query)) {
      return;
    }
    if (servers.isEmpty()) {
      LOG.warn("{} leads nowhere; {} servers of before count", query.host(), servers(query).size());
    } else {
      known.put(query, List.copyOf(servers));
    }
    timers.schedule(ttlNs, () -> ask.accept(query));
  }
}
