package usher.core.rules;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.FromHeader;
import org.jspecify.annotations.Nullable;
import usher.core.call.AnswerPolicy;
import usher.core.call.CallQueue;
import usher.core.call.CallerIdentity;
import usher.core.call.DeskCode;
import usher.core.call.Entrance;
import usher.core.call.Ticket;
import usher.core.call.TransferRules;
import usher.core.config.FeatureCodes;
import usher.core.config.QueueConfig;
import usher.core.config.TransferConfig;
import usher.core.config.Treatment;
import usher.core.entry.CallFacts;
import usher.sip.media.AudioClip;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;
import usher.sip.transport.Flow;

/** Lets calls in by one version of the rules. */
public final class RuleEntrance implements Entrance {

  private static final int REASON_DIGITS = 4;
  private static final Set<Header> NETWORKS_OWN =
      Set.of(Header.P_ASSERTED_IDENTITY, Header.HISTORY_INFO, Header.DIVERSION);

  private final RuleSet rules;
  private final Map<String, CallQueue> queues = new HashMap<>();

  /** By code, of those that are dialled as they are. */
  private final Map<String, DeskCode.Deed> deeds;

  /**
   * An entrance.
   *
   * @param music the clip of each queue, by its name
   */
  public RuleEntrance(RuleSet rules, Function<String, AudioClip> music) {
    this.rules = rules;
    this.deeds = deeds(rules.config().codes());
    for (QueueConfig queue : rules.config().queues().values()) {
      queues.put(queue.name(), queue(queue, music));
    }
  }

  private static Map<String, DeskCode.Deed> deeds(FeatureCodes codes) {
    return Map.of(
        codes.login(), DeskCode.Deed.LOGIN,
        codes.logout(), DeskCode.Deed.LOGOUT,
        codes.ready(), DeskCode.Deed.READY,
        codes.wrapUpDone(), DeskCode.Deed.WRAP_UP_DONE,
        codes.conference(), DeskCode.Deed.CONFERENCE);
  }

  private CallQueue queue(QueueConfig queue, Function<String, AudioClip> music) {
    return new CallQueue(
        rules.plan().queueIndex(queue.name()),
        queue.name(),
        answer(queue.answer()),
        queue.media() == QueueConfig.Media.DIRECT,
        music.apply(queue.name()));
  }

  private static AnswerPolicy answer(QueueConfig.Answer answer) {
    return switch (answer) {
      case AT_ENTRY -> AnswerPolicy.AT_ENTRY;
      case EARLY_MEDIA -> AnswerPolicy.EARLY_MEDIA;
      case ON_AGENT -> AnswerPolicy.ON_AGENT;
    };
  }

  @Override
  public Admission admit(SipRequest invite, Flow flow, CallerIdentity caller, long epochMs) {
    CallFacts facts = facts(invite, flow, caller, epochMs);
    return switch (rules.entries().choose(facts)) {
      case EntryTable.Choice.Nowhere() -> new Admission.Unknown();
      case EntryTable.Choice.Refused(_, int status) -> new Admission.Refused(status);
      case EntryTable.Choice.Queued(_, String queue, Treatment treatment) ->
          admitted(queue, treatment, facts);
    };
  }

  @Override
  public @Nullable CallQueue queue(String name) {
    return queues.get(name);
  }

  @Override
  public String domain() {
    return rules.config().sip().domain();
  }

  @Override
  public @Nullable DeskCode code(String dialled) {
    DeskCode.Deed deed = deeds.get(dialled);
    return deed == null ? pause(dialled, rules.config().codes().notReady()) : new DeskCode(deed, 0);
  }

  /** The code alone, or with the digits of a reason behind it. */
  private static @Nullable DeskCode pause(String dialled, String code) {
    String reason = dialled.startsWith(code) ? dialled.substring(code.length()) : "x";
    boolean digits =
        reason.length() <= REASON_DIGITS && reason.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits
        ? new DeskCode(DeskCode.Deed.NOT_READY, reason.isEmpty() ? 0 : Integer.parseInt(reason))
        : null;
  }

  @Override
  public TransferRules transfers() {
    TransferConfig transfer = rules.config().transfer();
    return new TransferRules(
        transfer.keepAge(), transfer.ring(), number -> outside(transfer, number));
  }

  private static @Nullable String outside(TransferConfig transfer, String number) {
    return transfer.outside().stream()
        .map(allowed -> allowed.uriOf(number))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private Admission admitted(String name, Treatment treatment, CallFacts facts) {
    CallQueue known = queues.get(name);
    if (known == null) {
      throw new IllegalStateException("an entry leads to a queue that does not exist: " + name);
    }
    QueueConfig queue = rules.config().queue(name);
    Integer band = treatment.band();
    return new Admission.Admitted(
        known,
        new Ticket(
            rules.version(),
            queue
                .variants()
                .getOrDefault(treatment.variant() == null ? "" : treatment.variant(), 0),
            band == null ? queue.band() : band,
            treatment.points(),
            treatment.credit().toNanos(),
            attributes(treatment, facts),
            facts.from(),
            treatment.lastAgent(),
            preferred(treatment),
            treatment.patience().toNanos()));
  }

  private static SortedMap<String, String> attributes(Treatment treatment, CallFacts facts) {
    if (facts.attributes().isEmpty()) {
      return treatment.attributes();
    }
    SortedMap<String, String> both = new TreeMap<>(facts.attributes());
    both.putAll(treatment.attributes());
    return Collections.unmodifiableSortedMap(both);
  }

  private List<Integer> preferred(Treatment treatment) {
    return treatment.prefer().stream().map(rules.plan()::agentIndex).toList();
  }

  private CallFacts facts(SipRequest invite, Flow flow, CallerIdentity caller, long epochMs) {
    @Nullable SipURI to = dialled(invite);
    String from = caller.number() == null ? caller(invite) : caller.number();
    return new CallFacts(
        to == null || to.getUser() == null ? "" : to.getUser(),
        to == null ? "" : to.getHost(),
        from,
        caller.trunk(),
        caller.divertedFrom(),
        flow.remote().getAddress().getHostAddress(),
        name -> isKept(name, caller) ? first(invite.headers(name)) : "",
        rules.config().callers().getOrDefault(from, Collections.emptySortedMap()),
        epochMs);
  }

  /** What networks say among themselves counts only where we believe the one that says it. */
  private static boolean isKept(String header, CallerIdentity caller) {
    return caller.trusted() || !NETWORKS_OWN.contains(Header.of(header));
  }

  private static String first(List<String> values) {
    return values.isEmpty() ? "" : values.getFirst();
  }

  private static @Nullable SipURI dialled(SipRequest invite) {
    try {
      return invite.uri() instanceof SipURI uri ? uri : null;
    } catch (MalformedMessageException e) {
      return null;
    }
  }

  private static String caller(SipRequest invite) {
    try {
      FromHeader from = invite.first(Header.FROM, FromHeader.class);
      URI uri = from == null ? null : from.getAddress().getURI();
      return uri instanceof SipURI sip && sip.getUser() != null ? sip.getUser() : "";
    } catch (MalformedMessageException e) {
      return "";
    }
  }
}
