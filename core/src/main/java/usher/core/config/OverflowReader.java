package usher.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import usher.routing.call.CallKey;
import usher.routing.overflow.Ladder;
import usher.routing.overflow.Rung;
import usher.routing.overflow.ServiceLevel;
import usher.routing.overflow.Then;
import usher.routing.overflow.When;

/** Reads {@code overflow} of a queue: the rungs of its ladder. */
final class OverflowReader {

  /** How long a place outside rings unless the rung says otherwise. */
  static final Duration DEFAULT_RING = Duration.ofSeconds(20);

  private static final int CALLS_MAX = 1_000_000;
  private static final int DEFAULT_LEVEL_CALLS = 10;
  private static final Duration DEFAULT_LEVEL_OVER = Duration.ofMinutes(15);

  private static final List<String> RUNG_KEYS = List.of("when", "do");
  private static final List<String> WHEN_KEYS =
      List.of(
          "wait",
          "expected-wait",
          "length",
          "position",
          "staffed",
          "ready",
          "service-level",
          "hours");
  private static final List<String> LEVEL_KEYS = List.of("below", "within", "over", "calls");
  private static final List<String> ACTIONS =
      List.of("relax", "raise-points", "add-queue", "move", "external", "refuse", "goodbye");
  private static final List<String> DO_KEYS =
      List.of(
          "relax",
          "raise-points",
          "add-queue",
          "move",
          "age",
          "external",
          "ring",
          "refuse",
          "goodbye");

  private static final Scalar<String> OUTSIDE =
      new Scalar<>(
          "a number, such as tel:+49301234, which is called over the trunks, or a SIP URI with user"
              + " and host",
          text -> Contacts.parse(text).or(() -> OutsideNumber.tel(text)));

  private static final Pattern PERCENT_FORM = Pattern.compile("([1-9][0-9]?|100)%");

  private static final Scalar<Duration> WAIT =
      Scalar.duration(QueueConfig.MAX_WAIT_MIN, QueueConfig.MAX_WAIT_MAX);
  private static final Scalar<Duration> RING =
      Scalar.duration(QueueConfig.RING_MIN, QueueConfig.RING_MAX);
  private static final Scalar<Duration> OVER =
      Scalar.duration(Duration.ofMinutes(1), Duration.ofMinutes(ServiceLevel.MOST_MINUTES))
          .where(window -> window.equals(Duration.ofMinutes(window.toMinutes())));
  private static final Scalar<Integer> CALLS = Scalar.whole(1, CALLS_MAX);
  private static final Scalar<Integer> NOBODY = Scalar.whole(0, 0);
  private static final Scalar<Integer> POINTS = Scalar.whole(1, CallKey.MAX_POINTS);
  private static final Scalar<Integer> STATUS = Scalar.whole(400, 699);
  private static final Scalar<Integer> PERCENT =
      new Scalar<>("a share from 1% to 100%, such as 80%", OverflowReader::percent);
  private static final Scalar<Hours> HOURS = Scalar.oneOf(Hours.class);
  private static final Scalar<Age> AGE = Scalar.oneOf(Age.class);
  private static final Scalar<NextStep> NEXT_STEP = Scalar.oneOf(NextStep.class);

  private enum Hours {
    CLOSED,
    HOLIDAY
  }

  private enum Age {
    KEEP,
    RESET
  }

  /** What {@code relax} can lead to. */
  private enum NextStep {
    NEXT_STEP
  }

  private final Set<String> queues;
  private final Mistakes mistakes;

  /**
   * A reader.
   *
   * @param queues the names that a rung may lead to
   */
  OverflowReader(Set<String> queues, Mistakes mistakes) {
    this.queues = queues;
    this.mistakes = mistakes;
  }

  /**
   * The ladder of a queue.
   *
   * @param queue its name
   */
  List<Rung> read(String queue, Node node) {
    String what = "overflow of queue " + queue;
    return Section.list(node, what, Ladder.MOST_RUNGS, mistakes, rung -> rung(queue, rung)).stream()
        .limit(Ladder.MOST_RUNGS)
        .toList();
  }

  private Optional<Rung> rung(String queue, Node node) {
    Section rung = Section.of(node, "a rung of queue " + queue, RUNG_KEYS, mistakes);
    Optional<List<When>> when =
        rung.required("when", "when: conditions, such as { wait: 60s }").map(this::conditions);
    Optional<Then> then =
        rung.required("do", "do: what happens, such as { move: other-queue }")
            .flatMap(action -> then(queue, action));
    return when.filter(conditions -> !conditions.isEmpty())
        .flatMap(conditions -> then.map(does -> new Rung(conditions, does)));
  }

  // ---- when

  private List<When> conditions(Node node) {
    Section when = Section.of(node, "when", WHEN_KEYS, mistakes);
    List<When> found = new ArrayList<>();
    add(found, when.optional("wait", WAIT), When.Waited::new);
    add(found, when.optional("expected-wait", WAIT), When.ExpectedWait::new);
    add(found, when.optional("length", CALLS), When.QueueLength::new);
    add(found, when.optional("position", CALLS), When.Position::new);
    add(found, when.optional("staffed", NOBODY), _ -> new When.NobodyStaffed());
    add(found, when.optional("ready", NOBODY), _ -> new When.NobodyReady());
    add(found, when.node("service-level").flatMap(this::level), level -> level);
    add(found, when.optional("hours", HOURS), OverflowReader::hours);
    if (when.fields().isEmpty()) {
      mistakes.add(node, "when has no condition", "one of " + String.join(", ", WHEN_KEYS));
    }
    return found;
  }

  private static <T> void add(List<When> found, Optional<T> value, Function<T, When> condition) {
    value.map(condition).ifPresent(found::add);
  }

  private static When hours(Hours hours) {
    return switch (hours) {
      case CLOSED -> new When.Closed();
      case HOLIDAY -> new When.Holiday();
    };
  }

  private Optional<When> level(Node node) {
    Section level = Section.of(node, "service-level", LEVEL_KEYS, mistakes);
    Optional<Integer> below = level.required("below", PERCENT);
    Duration within = level.optional("within", WAIT).orElse(QueueConfig.DEFAULT_SERVICE_LEVEL);
    Duration over = level.optional("over", OVER).orElse(DEFAULT_LEVEL_OVER);
    int calls = level.optional("calls", CALLS).orElse(DEFAULT_LEVEL_CALLS);
    return below.map(percent -> new When.ServiceLevelBelow(percent, within, over, calls));
  }

  private static Optional<Integer> percent(String text) {
    return Optional.of(text)
        .filter(PERCENT_FORM.asMatchPredicate())
        .map(share -> Integer.valueOf(share.substring(0, share.length() - 1)));
  }

  // ---- do

  private Optional<Then> then(String queue, Node node) {
    Section does = Section.of(node, "do", DO_KEYS, mistakes);
    List<String> actions =
        ACTIONS.stream().filter(action -> does.field(action).isPresent()).toList();
    if (actions.size() != 1) {
      String found = actions.isEmpty() ? "nothing" : String.join(" and ", actions);
      mistakes.add(node, "a rung does " + found, "one of " + String.join(", ", ACTIONS));
      return Optional.empty();
    }
    belongs(does, "age", "move");
    belongs(does, "ring", "external");
    return action(queue, does, actions.getFirst());
  }

  private void belongs(Section does, String key, String action) {
    does.field(key)
        .filter(_ -> does.field(action).isEmpty())
        .ifPresent(field -> mistakes.add(field.keyNode(), key + " without " + action, action));
  }

  private Optional<Then> action(String queue, Section does, String action) {
    return switch (action) {
      case "relax" -> does.optional(action, NEXT_STEP).map(_ -> new Then.Relax());
      case "raise-points" -> does.optional(action, POINTS).map(Then.RaisePoints::new);
      case "add-queue" -> other(queue, does, action).map(Then.AddQueue::new);
      case "move" -> {
        boolean keeps = does.optional("age", AGE).orElse(Age.KEEP) == Age.KEEP;
        yield other(queue, does, action).map(to -> new Then.Move(to, keeps));
      }
      case "external" -> {
        Duration ring = does.optional("ring", RING).orElse(DEFAULT_RING);
        yield does.optional(action, OUTSIDE).map(uri -> new Then.External(uri, ring));
      }
      case "refuse" -> does.optional(action, STATUS).map(Then.Refuse::new);
      default -> does.optional(action, STATUS).map(Then.Goodbye::new);
    };
  }

  private Optional<String> other(String queue, Section does, String action) {
    Optional<String> name = does.optional(action, Scalar.NAME);
    Node at = does.node(action).orElse(does.at());
    name.filter(to -> !queues.contains(to)).ifPresent(to -> noSuchQueue(at, to));
    name.filter(queue::equals)
        .ifPresent(to -> mistakes.add(at, "queue " + to + " leads to itself", "another queue"));
    return name.filter(queues::contains);
  }

  private void noSuchQueue(Node at, String name) {
    String hint = Spelling.hint(name, queues);
    mistakes.add(at, "no queue " + Quoted.text(name), "a name under queues" + hint);
  }
}
