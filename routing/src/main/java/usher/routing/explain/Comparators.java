package usher.routing.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import usher.routing.RouterView;
import usher.routing.facts.AgentFacts;
import usher.routing.facts.EntryFacts;
import usher.routing.plan.Chain;
import usher.routing.plan.RoutingPlan;
import usher.routing.strategy.Draw;
import usher.routing.strategy.Figure;
import usher.routing.strategy.ProfileKey;
import usher.routing.strategy.Strategies;

/** The chain of a queue, with the figures of one agent after the other. */
final class Comparators {
  private final RouterView view;
  private final RoutingPlan plan;
  private final EntryFacts entry;
  private final Ability ability;
  private final Chain chain;
  private final long[] inDemand;

  /**
   * A chain for a call.
   *
   * @param alsoInDemand skills that other places of the same call ask for
   */
  Comparators(RouterView view, EntryFacts entry, Ability ability, Set<String> alsoInDemand) {
    this.view = view;
    this.entry = entry;
    this.ability = ability;
    plan = view.plan();
    chain = plan.rules(entry.queue()).chain();
    inDemand = chain.usesDemand() ? view.skillsInDemand() : new long[0];
    if (chain.usesDemand()) {
      long[] also = plan.skillBits(alsoInDemand);
      for (int word = 0; word < inDemand.length; word++) {
        inDemand[word] |= also[word];
      }
    }
  }

  @Nullable Draw draw() {
    return chain.draw();
  }

  List<Compared> of(AgentFacts agent, long nowNs) {
    List<Compared> figures = new ArrayList<>();
    for (int at = 0; at < chain.length(); at++) {
      Chain.Link link = chain.link(at);
      long figure = figure(link, agent);
      figures.add(new Compared(link.name(), figure, inWords(link.name(), figure, nowNs)));
    }
    return figures;
  }

  private long figure(Chain.Link link, AgentFacts agent) {
    return switch (link.source()) {
      case AGENT -> view.figure(plan.idleOrder(chain.idleOrder()).get(link.index()), agent.index());
      case PROFILE ->
          ((ProfileKey) Strategies.named(link.name()))
              .key(
                  ability.candidate(agent.spec()),
                  ability.requested(),
                  entry.spec().skillWeights());
      case DEMAND ->
          plan.demandKey(link.index())
              .key(plan.skillBits(skillsOf(agent)), plan.skillBits(ability.requested()), inDemand);
    };
  }

  private static Set<String> skillsOf(AgentFacts agent) {
    Set<String> names = new TreeSet<>();
    agent
        .spec()
        .skills()
        .forEach((skill, level) -> {
          if (level > 0) {
            names.add(skill);
          }
        });
    return names;
  }

  /** A figure of a strategy by its configured name. */
  static String inWords(String strategy, long figure, long nowNs) {
    return Strategies.named(strategy) instanceof Figure comparator
        ? comparator.inWords(figure, nowNs)
        : Long.toString(figure);
  }
}
