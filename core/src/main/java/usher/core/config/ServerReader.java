package usher.core.config;

import static usher.core.config.JournalConfig.KEEP_BYTES_MAX;
import static usher.core.config.JournalConfig.KEEP_SEGMENTS_MIN;
import static usher.core.config.JournalConfig.SEGMENT_BYTES_MAX;
import static usher.core.config.JournalConfig.SEGMENT_BYTES_MIN;
import static usher.core.config.JournalConfig.SYNC_MAX;
import static usher.core.config.JournalConfig.SYNC_MIN;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;
import usher.core.entry.BusinessHours;
import usher.routing.order.CallOrder;

/** Reads the whole document, part by part. */
final class ServerReader {

  private static final List<String> KEYS =
      List.of(
          "sip",
          "trunks",
          "secrets",
          "data",
          "agents",
          "queues",
          "entries",
          "hours",
          "callers",
          "zone",
          "call-order",
          "wrap-up",
          "own-calls-restart-idle",
          "transfer",
          "feature-codes",
          "lamp-lists",
          "reload",
          "journal",
          "drain");
  private static final List<String> RELOAD_KEYS = List.of("watch", "apply-to-waiting");
  private static final List<String> JOURNAL_KEYS = List.of("sync", "segment", "keep");

  private static final Scalar<CallOrder> CALL_ORDER =
      Scalar.words(CallOrders.NAMED, "", _ -> Optional.empty());
  private static final Scalar<Duration> DRAIN =
      Scalar.duration(Duration.ZERO, UsherConfig.DRAIN_MAX);
  private static final Scalar<Duration> SYNC = Scalar.duration(SYNC_MIN, SYNC_MAX);
  private static final Scalar<Long> SEGMENT = Scalar.bytes(SEGMENT_BYTES_MIN, SEGMENT_BYTES_MAX);
  private static final Scalar<Long> KEEP =
      Scalar.bytes(SEGMENT_BYTES_MIN * KEEP_SEGMENTS_MIN, KEEP_BYTES_MAX);

  private final Section root;
  private final Path base;
  private final Mistakes mistakes;

  ServerReader(Node node, Path base, Mistakes mistakes) {
    this.root = Section.of(node, "the configuration", KEYS, mistakes);
    this.base = base;
    this.mistakes = mistakes;
  }

  /** The configuration; empty if a part is missing. Of use only if there are no mistakes. */
  Optional<UsherConfig> read() {
    Optional<SipConfig> sip =
        part("sip", "domain and listen").map(node -> new SipReader(node, base, mistakes).read());
    SecretReader secrets = new SecretReader(root.node("secrets").orElse(null), base, mistakes);
    List<TrunkConfig> trunks =
        root.node("trunks")
            .map(node ->
                TrunkReader.read(
                    node, base, sip.map(SipConfig::tls).isPresent(), secrets, mistakes))
            .orElse(List.of());
    Set<SipConfig.Digest> digests = sip.map(SipConfig::digest).orElse(Set.of());
    Optional<AgentReader> agentReader =
        part("agents", "agents by name")
            .map(node -> new AgentReader(node, digests, secrets, mistakes));
    SortedMap<String, AgentConfig> agents =
        agentReader.map(AgentReader::read).orElse(Collections.emptySortedMap());
    ZoneId zone = root.optional("zone", HoursReader.ZONE).orElse(UsherConfig.DEFAULT_ZONE);
    SortedMap<String, BusinessHours> hours =
        root.node("hours")
            .map(node -> new HoursReader(node, zone, mistakes).read())
            .orElse(Collections.emptySortedMap());
    WayReader ways = new WayReader(hours.keySet(), mistakes);
    Duration wrapUp = root.optional("wrap-up", RoutingReader.WRAP_UP).orElse(Duration.ZERO);
    SortedMap<String, QueueConfig> queues =
        part("queues", "queues by name")
            .map(node -> new QueueReader(node, base, agents, wrapUp, ways, mistakes).read())
            .orElse(Collections.emptySortedMap());
    agentReader.ifPresent(reader -> reader.check(queues.keySet()));
    TreatmentReader treatments = new TreatmentReader(agents.keySet(), queues, mistakes);
    List<EntryConfig> entries =
        part("entries", "a list such as [ { to: sales, queue: sales } ]")
            .map(node -> new EntryReader(hours, zone, ways, treatments, mistakes).read(node))
            .orElse(List.of());
    ways.check(queues.keySet());
    SortedMap<String, SortedMap<String, String>> callers =
        root.node("callers")
            .map(node -> callers(node, treatments))
            .orElse(Collections.emptySortedMap());
    Path data = base.resolve(root.optional("data", Scalar.PATH).orElse(UsherConfig.DEFAULT_DATA));
    JournalConfig journal = root.node("journal").map(this::journal).orElse(JournalConfig.DEFAULT);
    Duration drain = root.optional("drain", DRAIN).orElse(UsherConfig.DEFAULT_DRAIN);
    CallOrder order = root.optional("call-order", CALL_ORDER).orElse(CallOrder.DEFAULT);
    boolean ownCalls = root.optional("own-calls-restart-idle", Scalar.YES_OR_NO).orElse(false);
    TransferConfig transfer =
        root.node("transfer")
            .map(node -> TransferReader.read(node, mistakes))
            .orElse(TransferConfig.DEFAULT);
    FeatureCodes codes =
        root.node("feature-codes")
            .map(node -> FeatureCodesReader.read(node, mistakes))
            .orElse(FeatureCodes.DEFAULT);
    SortedMap<String, List<String>> lampLists =
        root.node("lamp-lists")
            .map(new LampListsReader(agents.keySet(), queues.keySet(), mistakes)::read)
            .orElse(Collections.emptySortedMap());
    ReloadConfig reload = root.node("reload").map(this::reload).orElse(ReloadConfig.DEFAULT);
    return sip.map(s ->
        new UsherConfig(
            s, trunks, data, agents, queues, entries, hours, callers, zone, order, ownCalls,
            transfer, codes, lampLists, reload, journal, drain));
  }

  private SortedMap<String, SortedMap<String, String>> callers(
      Node node, TreatmentReader treatments) {
    SortedMap<String, SortedMap<String, String>> callers = new TreeMap<>();
    for (Section.Field field :
        Section.free(node, "callers", UsherConfig.CALLERS_MAX, mistakes).fields()) {
      callers.put(field.key(), treatments.attributes(field.value()));
    }
    return callers;
  }

  private ReloadConfig reload(Node node) {
    Section reload = Section.of(node, "reload", RELOAD_KEYS, mistakes);
    ReloadConfig usual = ReloadConfig.DEFAULT;
    return new ReloadConfig(
        reload.optional("watch", Scalar.YES_OR_NO).orElse(usual.watch()),
        reload.optional("apply-to-waiting", Scalar.YES_OR_NO).orElse(usual.alsoWaiting()));
  }

  private Optional<Node> part(String key, String expected) {
    return root.required(key, key + ": " + expected);
  }

  private JournalConfig journal(Node node) {
    Section journal = Section.of(node, "journal", JOURNAL_KEYS, mistakes);
    Duration sync = journal.optional("sync", SYNC).orElse(JournalConfig.DEFAULT_SYNC);
    long segment = journal.optional("segment", SEGMENT).orElse(JournalConfig.DEFAULT_SEGMENT_BYTES);
    long keep = journal.optional("keep", KEEP).orElse(JournalConfig.DEFAULT_KEEP_BYTES);
    if (keep < segment * KEEP_SEGMENTS_MIN) {
      mistakes.add(
          journal.node("keep").or(() -> journal.node("segment")).orElse(node),
          "keep is less than " + KEEP_SEGMENTS_MIN + " segments",
          "at least " + Units.written(segment * KEEP_SEGMENTS_MIN));
    }
    return new JournalConfig(sync, segment, keep);
  }
}
