package usher.softphone.cli;

import java.time.Duration;
import java.util.Locale;
import usher.softphone.fleet.AgentFigures;
import usher.softphone.fleet.AgentFleet;
import usher.softphone.fleet.AgentsPlan;
import usher.softphone.results.Measurement;

/** Agents being called. */
final class AgentsSession implements Session {
  private static final double NS_PER_S = 1e9;

  private final AgentFleet agents;
  private final AgentsPlan plan;
  private final boolean mayBeAway;
  private boolean stopping;
  private int registeredAtTheEnd;

  /**
   * Agents with their plan.
   *
   * @param mayBeAway whether they need not be registered in the end
   */
  AgentsSession(AgentFleet agents, AgentsPlan plan, boolean mayBeAway) {
    this.agents = agents;
    this.plan = plan;
    this.mayBeAway = mayBeAway;
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
  public Measurement measured() {
    AgentFigures figures = agents.figures();
    Measurement measured = new Measurement("agents");
    measured.put("agents", plan.count()).put("registered_at_the_end", registeredAtTheEnd);
    var failures = agents.registrationFailures();
    failures.forEach((status, count) -> measured.put("registrations_failed_" + status, count));
    measured.put("offered", figures.offered()).put("answered", figures.answered());
    measured.put("declined", figures.declined()).put("missed", figures.missed());
    measured.put("broken", figures.broken()).put("vanished", figures.vanished());
    measured.put("talk_s", figures.talkNs() / NS_PER_S);
    int missing = plan.count() - registeredAtTheEnd;
    return measured
        .require(failures.isEmpty(), "registrations failed: " + Texts.byStatus(failures))
        .require(mayBeAway || missing == 0, missing + " agents were not registered in the end")
        .require(figures.broken() == 0, figures.broken() + " calls broke")
        .require(agents.isStopped(), "a call, or a REGISTER, hangs");
  }

  @Override
  public Summary summary() {
    AgentFigures figures = agents.figures();
    return new Summary(measured().problems().isEmpty())
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
