package usher.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import usher.routing.plan.Membership;

/** Reads {@code queues} of an agent: a list of names, or how he belongs to each of them. */
final class MembershipReader {

  private static final List<String> KEYS =
      List.of("tier", "rank", "delay", "weight", "share", "reserve");
  private static final Scalar<Integer> RANK = Scalar.whole(0, Membership.MAX_RANK);
  private static final Scalar<Integer> WEIGHT = Scalar.whole(1, AgentConfig.WEIGHT_MAX);
  private static final Scalar<Integer> RESERVE = Scalar.whole(0, Membership.MAX_RESERVE);
  private static final Scalar<Duration> DELAY =
      Scalar.duration(Duration.ZERO, QueueConfig.MAX_WAIT_MAX);

  private record Named(String queue, Node at) {}

  private final Mistakes mistakes;
  private final List<Named> named = new ArrayList<>();

  MembershipReader(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  SortedMap<String, Membership> read(Node node, String agent) {
    SortedMap<String, Membership> read = new TreeMap<>();
    String what = "queues of " + agent;
    if (node instanceof SequenceNode) {
      Section.list(node, what, UsherConfig.QUEUES_MAX, mistakes, this::name)
          .forEach(queue -> read.put(queue, Membership.DEFAULT));
    } else {
      Section.free(node, what, UsherConfig.QUEUES_MAX, mistakes)
          .fields()
          .forEach(field -> read.put(field.key(), membership(field, agent)));
    }
    return read;
  }

  private Optional<String> name(Node item) {
    Optional<String> queue = Section.scalar(item, "a queue", Scalar.NAME, mistakes);
    queue.ifPresent(name -> named.add(new Named(name, item)));
    return queue;
  }

  private Membership membership(Section.Field field, String agent) {
    named.add(new Named(field.key(), field.keyNode()));
    String what = "queue " + field.key() + " of " + agent;
    Section section = Section.of(field.value(), what, KEYS, mistakes);
    Membership usual = Membership.DEFAULT;
    return new Membership(
        section.optional("tier", RANK).orElse(usual.tier()),
        section.optional("rank", RANK).orElse(usual.rank()),
        section.optional("delay", DELAY).orElse(usual.delay()),
        section.optional("weight", WEIGHT).orElse(usual.weight()),
        section.optional("share", WEIGHT).orElse(usual.share()),
        section.optional("reserve", RESERVE).orElse(usual.reserve()));
  }

  /** Says which of the queues that were named do not exist; to be called when all are known. */
  void check(Collection<String> queues) {
    for (Named reference : named) {
      if (!queues.contains(reference.queue)) {
        mistakes.add(
            reference.at,
            "no queue " + Quoted.text(reference.queue),
            "a name under queues" + Spelling.hint(reference.queue, queues));
      }
    }
  }
}
