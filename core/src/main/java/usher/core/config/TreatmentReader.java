package usher.core.config;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import usher.routing.call.CallKey;
import usher.routing.call.NewCall;

/** Reads what an entry gives a call along the way. */
final class TreatmentReader {

  static final List<String> KEYS =
      List.of("variant", "priority", "points", "credit", "attributes", "prefer", "patience");

  static final Scalar<String> VALUE = Scalar.text(Treatment.VALUE_LENGTH_MAX);

  private static final String LAST_AGENT = "last-agent";
  private static final Scalar<Integer> POINTS =
      Scalar.whole(-CallKey.MAX_POINTS, CallKey.MAX_POINTS);
  private static final Scalar<Duration> CREDIT =
      Scalar.duration(Duration.ZERO, Treatment.CREDIT_MAX);
  private static final Scalar<Duration> PATIENCE =
      Scalar.duration(Duration.ofSeconds(1), QueueConfig.MAX_WAIT_MAX);

  private final Collection<String> agents;
  private final SortedMap<String, QueueConfig> queues;
  private final Mistakes mistakes;

  TreatmentReader(
      Collection<String> agents, SortedMap<String, QueueConfig> queues, Mistakes mistakes) {
    this.agents = agents;
    this.queues = queues;
    this.mistakes = mistakes;
  }

  Treatment read(Section entry, Optional<Way> way) {
    Optional<String> variant = entry.optional("variant", Scalar.NAME);
    variant.ifPresent(name -> checkVariant(entry, name, way));
    Optional<Node> prefer = entry.node("prefer");
    boolean last = prefer.flatMap(Section::text).filter(LAST_AGENT::equals).isPresent();
    return new Treatment(
        variant.orElse(null),
        entry.optional("priority", Bands.SCALAR).orElse(null),
        entry.optional("points", POINTS).orElse(0),
        entry.optional("credit", CREDIT).orElse(Duration.ZERO),
        entry.node("attributes").map(this::attributes).orElse(Collections.emptySortedMap()),
        last,
        prefer.filter(_ -> !last).map(this::agents).orElse(List.of()),
        entry.optional("patience", PATIENCE).orElse(Treatment.DEFAULT_PATIENCE));
  }

  SortedMap<String, String> attributes(Node node) {
    return Section.free(node, "attributes", Treatment.ATTRIBUTES_MAX, mistakes).map(VALUE, "");
  }

  private List<String> agents(Node node) {
    if (!(node instanceof SequenceNode)) {
      mistakes.add(node, "prefer is neither a list nor a known word", "last-agent or [ alice ]");
      return List.of();
    }
    return Section.list(node, "prefer", NewCall.MOST_PREFERRED, mistakes, this::agent);
  }

  private Optional<String> agent(Node item) {
    Optional<String> agent = Section.scalar(item, "an agent", Scalar.NAME, mistakes);
    agent
        .filter(name -> !agents.contains(name))
        .ifPresent(name ->
            mistakes.add(
                item,
                "no agent " + Quoted.text(name),
                "a name under agents" + Spelling.hint(name, agents)));
    return agent;
  }

  private void checkVariant(Section entry, String name, Optional<Way> way) {
    QueueConfig queue = way.orElse(null) instanceof Way.ToQueue to ? queues.get(to.queue()) : null;
    if (queue != null && !queue.variants().containsKey(name)) {
      mistakes.add(
          entry.node("variant").orElse(entry.at()),
          "queue " + queue.name() + " has no variant " + Quoted.text(name),
          "a name under its variants" + Spelling.hint(name, queue.variants().keySet()));
    }
  }
}
