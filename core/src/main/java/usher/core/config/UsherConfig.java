package usher.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import usher.core.entry.BusinessHours;
import usher.routing.order.CallOrder;

/**
 * Everything the operator can say about one server. Immutable; safe on any thread.
 *
 * @param sip where and as whom the server speaks
 * @param trunks the ways to the telephone network, the one that is taken first first
 * @param data the directory of journal and records
 * @param agents by name, which is the user part they register with
 * @param queues by name
 * @param entries how calls get in, in the order of the file
 * @param hours by name
 * @param callers what is known of them, by number
 * @param zone the time zone where nothing else is said
 * @param callOrder which of several waiting calls of a band comes first
 * @param ownCallsRestartIdle whether an agent who has made a call of his own counts as idle only
 *     since its end
 * @param transfer what agents may do with a call that they pass on
 * @param codes what agents dial on desk phones to say something about themselves
 * @param lampLists agents and queues that desk phones watch together, by the name of the list
 * @param reload what happens when the file is edited
 * @param journal how the inputs are kept
 * @param drain how long running calls may go on after the first SIGTERM
 */
public record UsherConfig(
    SipConfig sip,
    List<TrunkConfig> trunks,
    Path data,
    SortedMap<String, AgentConfig> agents,
    SortedMap<String, QueueConfig> queues,
    List<EntryConfig> entries,
    SortedMap<String, BusinessHours> hours,
    SortedMap<String, SortedMap<String, String>> callers,
    ZoneId zone,
    CallOrder callOrder,
    boolean ownCallsRestartIdle,
    TransferConfig transfer,
    FeatureCodes codes,
    SortedMap<String, List<String>> lampLists,
    ReloadConfig reload,
    JournalConfig journal,
    Duration drain) {

  public static final Path DEFAULT_DATA = Path.of("data");
  public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(30);
  public static final Duration DRAIN_MAX = Duration.ofHours(24);
  public static final int AGENTS_MAX = 100_000;
  public static final int QUEUES_MAX = 1_000;
  public static final int ENTRIES_MAX = 10_000;
  public static final int CALLERS_MAX = 100_000;
  public static final int LAMP_LISTS_MAX = 1_000;
  public static final int LAMPS_MAX = 100;
  public static final ZoneId DEFAULT_ZONE = ZoneOffset.UTC;

  public UsherConfig {
    trunks = List.copyOf(trunks);
    agents = sorted(agents);
    queues = sorted(queues);
    entries = List.copyOf(entries);
    hours = sorted(hours);
    callers = sorted(callers);
    lampLists = sorted(lampLists);
  }

  /** The same configuration with another data directory (the command line's {@code --data}). */
  public UsherConfig withData(Path directory) {
    return new UsherConfig(
        sip,
        trunks,
        directory,
        agents,
        queues,
        entries,
        hours,
        callers,
        zone,
        callOrder,
        ownCallsRestartIdle,
        transfer,
        codes,
        lampLists,
        reload,
        journal,
        drain);
  }

  /** The same with the parts of a running server that only a restart changes. */
  public UsherConfig runningAs(UsherConfig running) {
    return new UsherConfig(
        running.sip,
        running.trunks,
        running.data,
        agents,
        queues,
        entries,
        hours,
        callers,
        zone,
        callOrder,
        ownCallsRestartIdle,
        transfer,
        codes,
        lampLists,
        reload,
        running.journal,
        running.drain);
  }

  /** The keys of parts that differ from those of a running server and wait for a restart. */
  public List<String> waitingForRestart(UsherConfig running) {
    List<String> keys = new ArrayList<>();
    if (!sip.equals(running.sip)) {
      keys.add("sip");
    }
    if (!trunks.equals(running.trunks)) {
      keys.add("trunks");
    }
    if (!data.equals(running.data)) {
      keys.add("data");
    }
    if (!journal.equals(running.journal)) {
      keys.add("journal");
    }
    if (!drain.equals(running.drain)) {
      keys.add("drain");
    }
    return keys;
  }

  /**
   * The agent of that name.
   *
   * @throws NoSuchElementException if there is none
   */
  public AgentConfig agent(String name) {
    return Optional.ofNullable(agents.get(name)).orElseThrow();
  }

  /**
   * The queue of that name; each entry's queue has one.
   *
   * @throws NoSuchElementException if there is none
   */
  public QueueConfig queue(String name) {
    return Optional.ofNullable(queues.get(name)).orElseThrow();
  }

  static <T> SortedMap<String, T> sorted(SortedMap<String, T> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
