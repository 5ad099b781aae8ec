package usher.core;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import usher.core.agent.PlanCompiler;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.config.UsherConfig;
import usher.core.journal.RulesText;
import usher.core.replay.Rules;
import usher.core.rules.RuleSet;
import usher.routing.Router;
import usher.routing.RoutingEvents;
import usher.routing.plan.RoutingPlan;

/** Reads the rules that a journal has of one run as the server read them. */
final class JournaledRules implements Rules {
  private @Nullable RoutingPlan running;

  @Override
  public RoutingPlan compile(RulesText text) {
    return take(RuleSet.first(read(text)).plan());
  }

  @Override
  public RoutingPlan successor(RulesText text) {
    if (running == null) {
      throw new IllegalStateException("nothing to succeed");
    }
    UsherConfig config = read(text).config();
    return take(PlanCompiler.successor(running, text.version(), config));
  }

  private RoutingPlan take(RoutingPlan next) {
    running = next;
    return next;
  }

  private static ConfigResult.Valid read(RulesText text) {
    String source = "rules version " + text.version() + " in the journal";
    return switch (ConfigReader.read(text.text(), source, Path.of("."))) {
      case ConfigResult.Valid valid -> valid;
      case ConfigResult.Invalid invalid ->
          throw new IllegalArgumentException(invalid.errors().getFirst().toString());
    };
  }

  @Override
  public Router router(RoutingPlan plan, RoutingEvents events) {
    return PlanCompiler.router(plan, events);
  }
}
