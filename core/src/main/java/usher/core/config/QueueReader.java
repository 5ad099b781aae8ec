package usher.core.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import usher.sip.media.AudioClip;

/** Reads {@code queues}. */
final class QueueReader {

  private static final List<String> KEYS =
      List.of("strategy", "needs", "ring", "wrap-up", "answer", "media", "music", "max-wait");

  private static final Scalar<QueueConfig.Strategy> STRATEGY =
      Scalar.oneOf(QueueConfig.Strategy.class);
  private static final Scalar<QueueConfig.Answer> ANSWER = Scalar.oneOf(QueueConfig.Answer.class);
  private static final Scalar<QueueConfig.Media> MEDIA = Scalar.oneOf(QueueConfig.Media.class);
  private static final Scalar<Duration> RING =
      Scalar.duration(QueueConfig.RING_MIN, QueueConfig.RING_MAX);
  private static final Scalar<Duration> WRAP_UP =
      Scalar.duration(Duration.ZERO, QueueConfig.WRAP_UP_MAX);
  private static final Scalar<Duration> MAX_WAIT =
      Scalar.duration(QueueConfig.MAX_WAIT_MIN, QueueConfig.MAX_WAIT_MAX);

  private final Section queues;
  private final Path base;
  private final Map<String, Integer> bestLevels;
  private final Mistakes mistakes;
  private final Map<Path, String> faults = new HashMap<>();

  /**
   * @param base what a relative path is relative to
   * @param agents those who may serve the queues
   */
  QueueReader(Node node, Path base, SortedMap<String, AgentConfig> agents, Mistakes mistakes) {
    this.queues = Section.free(node, "queues", UsherConfig.QUEUES_MAX, mistakes);
    this.base = base;
    this.bestLevels = bestLevels(agents);
    this.mistakes = mistakes;
  }

  private static Map<String, Integer> bestLevels(SortedMap<String, AgentConfig> agents) {
    Map<String, Integer> best = new TreeMap<>();
    agents.values().forEach(a -> a.skills().forEach((k, level) -> best.merge(k, level, Math::max)));
    return best;
  }

  SortedMap<String, QueueConfig> read() {
    SortedMap<String, QueueConfig> read = new TreeMap<>();
    queues.fields().forEach(field -> read.put(field.key(), queue(field)));
    return read;
  }

  private QueueConfig queue(Section.Field field) {
    queues.checkName(field);
    String what = "queue " + field.key();
    Section queue = Section.of(field.value(), what, KEYS, mistakes);
    return new QueueConfig(
        field.key(),
        queue.optional("strategy", STRATEGY).orElse(QueueConfig.DEFAULT_STRATEGY),
        queue.node("needs").map(node -> needs(node, what)).orElse(Collections.emptySortedMap()),
        queue.optional("ring", RING).orElse(QueueConfig.DEFAULT_RING),
        queue.optional("wrap-up", WRAP_UP).orElse(QueueConfig.DEFAULT_WRAP_UP),
        queue.optional("answer", ANSWER).orElse(QueueConfig.DEFAULT_ANSWER),
        queue.optional("media", MEDIA).orElse(QueueConfig.DEFAULT_MEDIA),
        music(queue),
        queue.optional("max-wait", MAX_WAIT).orElse(QueueConfig.DEFAULT_MAX_WAIT));
  }

  private SortedMap<String, Integer> needs(Node node, String what) {
    Section section = Section.free(node, "needs of " + what, AgentConfig.SKILLS_MAX, mistakes);
    SortedMap<String, Integer> needs = section.map(Scalar.LEVEL, AgentConfig.LEVEL_MIN);
    needs.forEach((skill, level) -> section.field(skill).ifPresent(at -> served(at, level, what)));
    return needs;
  }

  private void served(Section.Field skill, int level, String what) {
    Integer best = bestLevels.get(skill.key());
    if (best == null) {
      String hint = Spelling.hint(skill.key(), bestLevels.keySet());
      mistakes.add(
          skill.keyNode(),
          what + " needs " + Quoted.text(skill.key()) + ", which no agent has",
          "a skill of some agent" + hint);
    } else if (best < level) {
      mistakes.add(
          skill.value(),
          what + " needs " + skill.key() + " " + level + ", but the best agent has " + best,
          "a level of at most " + best);
    }
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
