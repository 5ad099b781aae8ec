package usher.softphone.cli;

import java.time.Duration;
import java.util.Locale;
import usher.softphone.fleet.AgentFigures;
import usher.softphone.fleet.AgentFleet;
import usher.softphone.fleet.AgentsPlan;

/** Agents being called. */
final class AgentsSession implements Session {
  private static final double NS_PER_S = 1e9;

  private final AgentFleet agents;
  private final AgentsPlan plan;
  private boolean stopping;
  private int registeredAtTheEnd;

  AgentsSession(AgentFleet agents, AgentsPlan plan) {
    this.agents = agents;
    this.plan = plan;
  }

  @Override
  public void start() {
    agents.start();
  }

  /** Agents do not call: who calls them decides when that ends. */
  @Override
  public void finish() {
    stop();
  }

  @Override
  public void stop() {
    if (!stopping) {
      stopping = true;
      registeredAtTheEnd = agents.registered();
      agents.stop();
    }
  }

  @Override
  public boolean isDone() {
    return agents.isStopped();
  }

  @Override
  public String status(Duration elapsed) {
    AgentFigures figures = agents.figures();
    return String.format(
        Locale.ROOT,
        "%s  agents %d  registered %d  busy %d  offered %d (%s)  answered %d  declined %d  missed"
            + " %d",
        Texts.elapsed(elapsed),
        plan.count(),
        agents.registered(),
        agents.busy(),
        figures.offered(),
        Texts.rate(figures.offered(), elapsed),
        figures.answered(),
        figures.declined(),
        figures.missed());
  }

  @Override
  public Summary summary() {
    AgentFigures figures = agents.figures();
    boolean registered = plan.server() == null || agents.registrationFailures().isEmpty();
    return new Summary(registered && figures.broken() == 0)
        .row("agents", plan.count())
        .row("registered at the end", registeredAtTheEnd)
        .row("failed registrations", Texts.byStatus(agents.registrationFailures()))
        .row("offered", figures.offered())
        .row("answered", figures.answered())
        .row("declined", figures.declined())
        .row("missed", figures.missed())
        .row("broken", figures.broken())
        .row("lost their power", figures.vanished())
        .row("talk", String.format(Locale.ROOT, "%.1f s in all", figures.talkNs() / NS_PER_S));
  }
}
