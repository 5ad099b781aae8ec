package usher.core;

import java.nio.file.Path;
import usher.core.agent.PlanCompiler;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.journal.RulesText;
import usher.core.replay.Rules;
import usher.core.rules.RuleSet;
import usher.routing.Router;
import usher.routing.RoutingEvents;
import usher.routing.plan.RoutingPlan;

/** Reads the rules in a journal as the server read them. */
enum JournaledRules implements Rules {
  INSTANCE;

  @Override
  public RoutingPlan compile(RulesText text) {
    String source = "rules version " + text.version() + " in the journal";
    return switch (ConfigReader.read(text.text(), source, Path.of("."))) {
      case ConfigResult.Valid valid -> RuleSet.first(valid).plan();
      case ConfigResult.Invalid invalid ->
          throw new IllegalArgumentException(invalid.errors().getFirst().toString());
    };
  }

  @Override
  public Router router(RoutingPlan plan, RoutingEvents events) {
    return PlanCompiler.router(plan, events);
  }
}
