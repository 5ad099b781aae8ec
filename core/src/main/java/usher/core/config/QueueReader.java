package usher.core.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import usher.routing.call.CallKey;
import usher.routing.plan.QueueSpec;
import usher.sip.media.AudioClip;

/** Reads {@code queues}. */
final class QueueReader {

  private static final List<String> KEYS =
      List.of(
          "strategy",
          "needs",
          "steps",
          "variants",
          "weights",
          "members-only",
          "parallel",
          "ring",
          "no-answer-delay",
          "reject-delay",
          "busy-delay",
          "minimum-delay",
          "max-missed",
          "revisit",
          "missed-restarts-idle",
          "wrap-up",
          "acceleration",
          "max-age",
          "max-starve",
          "max-wait",
          "overflow",
          "priority",
          "service-level",
          "reserve",
          "hours",
          "closed",
          "holiday",
          "answer",
          "media",
          "music");

  private static final Scalar<QueueConfig.Answer> ANSWER = Scalar.oneOf(QueueConfig.Answer.class);
  private static final Scalar<QueueConfig.Media> MEDIA = Scalar.oneOf(QueueConfig.Media.class);

  private final Section queues;
  private final Path base;
  private final Mistakes mistakes;
  private final RoutingReader routing;
  private final WayReader ways;
  private final OverflowReader overflow;
  private final Map<Path, String> faults = new HashMap<>();

  /**
   * A reader.
   *
   * @param base what a relative path is relative to
   * @param agents those who may serve the queues
   * @param wrapUp of queues that do not say how long
   */
  QueueReader(
      Node node,
      Path base,
      SortedMap<String, AgentConfig> agents,
      Duration wrapUp,
      WayReader ways,
      Mistakes mistakes) {
    this.queues = Section.free(node, "queues", UsherConfig.QUEUES_MAX, mistakes);
    this.base = base;
    this.mistakes = mistakes;
    this.ways = ways;
    this.routing = new RoutingReader(new NeedsReader(agents, mistakes), wrapUp, mistakes);
    this.overflow = new OverflowReader(names(queues), mistakes);
  }

  private static Set<String> names(Section queues) {
    return queues.fields().stream().map(Section.Field::key).collect(Collectors.toSet());
  }

  SortedMap<String, QueueConfig> read() {
    SortedMap<String, QueueConfig> read = new TreeMap<>();
    queues.fields().forEach(field -> read.put(field.key(), queue(field)));
    return read;
  }

  private QueueConfig queue(Section.Field field) {
    queues.checkName(field);
    mistakes.stands("queues." + field.key(), field.keyNode());
    Section queue = Section.of(field.value(), "queue " + field.key(), KEYS, mistakes);
    SortedMap<String, Integer> variants = new TreeMap<>();
    QueueSpec spec = withOverflow(routing.read(field.key(), queue, variants), queue);
    return new QueueConfig(
        spec,
        variants,
        queue.optional("priority", Bands.SCALAR).orElse(CallKey.NORMAL_BAND),
        queue.optional("answer", ANSWER).orElse(QueueConfig.DEFAULT_ANSWER),
        queue.optional("media", MEDIA).orElse(QueueConfig.DEFAULT_MEDIA),
        music(queue),
        spec.objective(),
        ways.doors(queue, "queue " + field.key()));
  }

  private QueueSpec withOverflow(QueueSpec spec, Section queue) {
    return queue
        .node("overflow")
        .map(node -> spec.but().rungs(overflow.read(spec.name(), node)).build())
        .orElse(spec);
  }

  private @Nullable Path music(Section queue) {
    Optional<Path> music = queue.optional("music", Scalar.PATH).map(base::resolve);
    String fault = music.map(file -> faults.computeIfAbsent(file, QueueReader::hear)).orElse("");
    if (!fault.isEmpty()) {
      mistakes.add(queue.node("music").orElse(queue.at()), "music: " + fault, "a WAV file");
    }
    return music.orElse(null);
  }

  /** What is wrong with a file, or nothing; it is read to its end, for only that shows it. */
  private static String hear(Path file) {
    try {
      var _ = AudioClip.load(file);
      return "";
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      String name = file + ": ";
      return Quoted.line(message.startsWith(name) ? message.substring(name.length()) : message);
    }
  }
}
