package usher.core.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import usher.routing.plan.OfferPolicy;
import usher.routing.plan.Parallel;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.WrapUpMode;
import usher.routing.skill.SkillExpression;

/** Reads what the router has to know of a queue. */
final class RoutingReader {

  private static final List<String> PARALLEL_KEYS = List.of("offers", "every");
  private static final List<String> WRAP_UP_KEYS = List.of("mode", "length", "cap");
  private static final List<String> MAX_WAIT_KEYS = List.of("after", "ringing");
  private static final List<String> STEP_KEYS = List.of("after", "needs", "replace");

  private static final Scalar<Duration> RING =
      Scalar.duration(QueueConfig.RING_MIN, QueueConfig.RING_MAX);
  private static final Scalar<Duration> PAUSE =
      Scalar.duration(Duration.ZERO, QueueConfig.PAUSE_MAX);
  static final Scalar<Duration> WRAP_UP = Scalar.duration(Duration.ZERO, QueueConfig.WRAP_UP_MAX);
  private static final Scalar<Duration> WAIT =
      Scalar.duration(QueueConfig.MAX_WAIT_MIN, QueueConfig.MAX_WAIT_MAX);
  private static final Scalar<Integer> MISSED = Scalar.whole(1, QueueConfig.MISSED_MAX);
  private static final Scalar<Integer> OFFERS = Scalar.whole(1, Parallel.MOST);
  private static final Scalar<Integer> WEIGHT = Scalar.whole(0, AgentConfig.WEIGHT_MAX);
  private static final Scalar<WrapUpMode> MODE = Scalar.oneOf(WrapUpMode.class);
  private static final Scalar<Ringing> RINGING = Scalar.oneOf(Ringing.class);

  private static final Pattern FACTOR_FORM = Pattern.compile("[0-9]{1,2}(\\.[0-9]{1,3})?");
  private static final Scalar<Integer> ACCELERATION =
      new Scalar<>(
              "a factor from 0.001 to 10 with at most three decimals, such as 1.5",
              RoutingReader::thousandths)
          .where(factor -> factor >= 1 && factor <= QueueSpec.MAX_ACCELERATION);

  /** What becomes of an offer that rings when the caller has waited long enough. */
  private enum Ringing {
    FINISH,
    CUT
  }

  private final NeedsReader needs;
  private final StrategyReader strategies;
  private final ReserveReader reserves;
  private final Duration usualWrapUp;
  private final Mistakes mistakes;

  RoutingReader(NeedsReader needs, Duration usualWrapUp, Mistakes mistakes) {
    this.needs = needs;
    this.usualWrapUp = usualWrapUp;
    this.strategies = new StrategyReader(mistakes);
    this.reserves = new ReserveReader(mistakes);
    this.mistakes = mistakes;
  }

  /**
   * Reads a queue.
   *
   * @param variants gets the conditions that entries may add, with their numbers
   */
  QueueSpec read(String name, Section queue, SortedMap<String, Integer> variants) {
    String what = "queue " + name;
    QueueSpec.Builder spec = QueueSpec.named(name);
    queue
        .node("strategy")
        .map(strategies::read)
        .ifPresent(chain -> spec.strategy(chain.toArray(String[]::new)));
    queue.node("needs").map(node -> needs.read(node, what)).ifPresent(spec::needs);
    queue.node("steps").ifPresent(node -> steps(name, node, spec));
    queue.node("variants").ifPresent(node -> variants(what, node, spec, variants));
    queue.node("weights").ifPresent(node -> weights(what, node, spec));
    if (queue.optional("members-only", Scalar.YES_OR_NO).orElse(false)) {
      spec.membersOnly();
    }
    queue.node("parallel").map(node -> parallel(what, node)).ifPresent(spec::parallel);
    spec.offers(offers(queue));
    wrapUp(what, queue, spec);
    queue.optional("acceleration", ACCELERATION).ifPresent(spec::acceleration);
    queue.optional("max-age", WAIT).ifPresent(spec::maxAge);
    queue.optional("max-starve", WAIT).ifPresent(spec::maxStarve);
    maxWait(what, queue, spec);
    Duration objective =
        queue.optional("service-level", WAIT).orElse(QueueConfig.DEFAULT_SERVICE_LEVEL);
    spec.objective(objective);
    queue
        .node("reserve")
        .map(node -> reserves.read(node, what, objective))
        .ifPresent(spec::reserve);
    return spec.build();
  }

  /** Each begins at a time after the caller entered the queue, so the times have to grow. */
  private void steps(String name, Node list, QueueSpec.Builder spec) {
    List<Node> nodes = Section.list(list, "steps", QueueConfig.STEPS_MAX, mistakes, Optional::of);
    Duration before = Duration.ZERO;
    for (int i = 0; i < nodes.size(); i++) {
      mistakes.stands("queues." + name + ".steps." + (i + 1), nodes.get(i));
      before = step("a step of queue " + name, nodes.get(i), before, spec);
    }
  }

  private Duration step(String what, Node node, Duration before, QueueSpec.Builder spec) {
    Section step = Section.of(node, what, STEP_KEYS, mistakes);
    Optional<Duration> after = step.required("after", WAIT);
    SkillExpression wanted =
        step.required("needs", "needs: skills with levels, or a condition")
            .map(needed -> needs.read(needed, what))
            .orElse(SkillExpression.ANYBODY);
    boolean replaces = step.optional("replace", Scalar.YES_OR_NO).orElse(false);
    if (after.isEmpty()) {
      return before;
    }
    if (after.get().compareTo(before) <= 0) {
      mistakes.add(
          step.node("after").orElse(node),
          what + " begins no later than the one before",
          "a time after " + Units.written(before));
      return before;
    }
    Duration lasted = after.get().minus(before);
    var _ = replaces ? spec.replace(lasted, wanted) : spec.relax(lasted, wanted);
    return after.get();
  }

  private void variants(
      String what, Node node, QueueSpec.Builder spec, SortedMap<String, Integer> numbers) {
    Section section = Section.free(node, "variants of " + what, QueueConfig.VARIANTS_MAX, mistakes);
    for (Section.Field field : section.fields()) {
      section.checkName(field);
      spec.variant(needs.read(field.value(), "variant " + field.key() + " of " + what));
      numbers.put(field.key(), numbers.size() + 1);
    }
  }

  private void weights(String what, Node node, QueueSpec.Builder spec) {
    spec.skillWeights(
        Section.free(node, "weights of " + what, AgentConfig.SKILLS_MAX, mistakes).map(WEIGHT, 1));
  }

  private Parallel parallel(String what, Node node) {
    if (!(node instanceof MappingNode)) {
      int offers = Section.scalar(node, "parallel", OFFERS, mistakes).orElse(1);
      return new Parallel(offers, Duration.ZERO);
    }
    Section section = Section.of(node, "parallel of " + what, PARALLEL_KEYS, mistakes);
    return new Parallel(
        section.required("offers", OFFERS).orElse(1),
        section.optional("every", RING).orElse(Duration.ZERO));
  }

  private static OfferPolicy offers(Section queue) {
    OfferPolicy usual = OfferPolicy.DEFAULT;
    return new OfferPolicy(
        queue.optional("ring", RING).orElse(QueueConfig.DEFAULT_RING),
        queue.optional("no-answer-delay", PAUSE).orElse(usual.noAnswerDelay()),
        queue.optional("reject-delay", PAUSE).orElse(usual.rejectDelay()),
        queue.optional("busy-delay", PAUSE).orElse(usual.busyDelay()),
        queue.optional("minimum-delay", PAUSE).orElse(usual.minimumDelay()),
        queue.optional("max-missed", MISSED).orElse(usual.maxMissed()),
        queue.optional("revisit", PAUSE).orElse(usual.revisit()),
        queue
            .optional("missed-restarts-idle", Scalar.YES_OR_NO)
            .orElse(usual.missedRestartsIdle()));
  }

  private void wrapUp(String what, Section queue, QueueSpec.Builder spec) {
    Optional<Node> node = queue.node("wrap-up");
    if (node.isPresent() && node.get() instanceof MappingNode mapping) {
      Section section = Section.of(mapping, "wrap-up of " + what, WRAP_UP_KEYS, mistakes);
      Duration length = section.optional("length", WRAP_UP).orElse(usualWrapUp);
      spec.wrapUp(section.optional("mode", MODE).orElse(usualMode(length)), length);
      section.optional("cap", WRAP_UP).ifPresent(spec::wrapUpCap);
    } else {
      Duration length = queue.optional("wrap-up", WRAP_UP).orElse(usualWrapUp);
      spec.wrapUp(usualMode(length), length);
    }
  }

  private static WrapUpMode usualMode(Duration length) {
    return length.isZero() ? WrapUpMode.NONE : WrapUpMode.TIMEBOXED;
  }

  private void maxWait(String what, Section queue, QueueSpec.Builder spec) {
    Optional<Node> node = queue.node("max-wait");
    if (node.isPresent() && node.get() instanceof MappingNode mapping) {
      Section section = Section.of(mapping, "max-wait of " + what, MAX_WAIT_KEYS, mistakes);
      Duration after = section.required("after", WAIT).orElse(QueueConfig.DEFAULT_MAX_WAIT);
      spec.maxWait(
          after, section.optional("ringing", RINGING).orElse(Ringing.FINISH) == Ringing.CUT);
    } else {
      spec.maxWait(queue.optional("max-wait", WAIT).orElse(QueueConfig.DEFAULT_MAX_WAIT), false);
    }
  }

  private static Optional<Integer> thousandths(String text) {
    return Optional.of(text)
        .filter(FACTOR_FORM.asMatchPredicate())
        .map(factor -> new BigDecimal(factor).movePointRight(3).intValueExact());
  }
}
