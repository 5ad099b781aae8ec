package usher.softphone.cli;

import java.time.Duration;
import java.util.Locale;
import usher.softphone.fleet.CallerFigures;
import usher.softphone.fleet.CallerFleet;
import usher.softphone.results.Measurement;

/** Calls being made. */
final class CallersSession implements Session {
  private final CallerFleet callers;

  CallersSession(CallerFleet callers) {
    this.callers = callers;
  }

  @Override
  public void start() {
    callers.start();
  }

  @Override
  public void finish() {
    callers.finish();
  }

  @Override
  public void stop() {
    callers.stop();
  }

  @Override
  public boolean isDone() {
    return callers.isDone();
  }

  @Override
  public String status(Duration elapsed) {
    CallerFigures figures = callers.figures();
    return String.format(
        Locale.ROOT,
        "%s  calls %d (%s)  live %d  answered %d  failed %s  abandoned %d",
        Texts.elapsed(elapsed),
        figures.attempted(),
        Texts.rate(figures.attempted(), elapsed),
        figures.live(),
        figures.answered(),
        Texts.byStatus(figures.failed()),
        figures.abandoned());
  }

  @Override
  public Measurement measured() {
    CallerFigures figures = callers.figures();
    Measurement measured = new Measurement("callers");
    measured.put("calls", figures.attempted()).put("answered", figures.answered());
    measured.put("failed", figures.failedTotal()).put("broken", figures.broken());
    figures.failed().forEach((status, count) -> measured.put("failed_" + status, count));
    measured.put("abandoned", figures.abandoned()).put("not_over", figures.live());
    measured.put("begun_late", figures.late());
    measured.put("until-answered", callers.setupUs().copy());
    measured.put("talk", callers.talkUs().copy());
    return measured
        .require(figures.failedTotal() == 0, figures.failedTotal() + " calls failed")
        .require(figures.broken() == 0, figures.broken() + " calls broke")
        .require(figures.live() == 0, figures.live() + " calls are not over");
  }

  @Override
  public Summary summary() {
    CallerFigures figures = callers.figures();
    return new Summary(measured().problems().isEmpty())
        .row("calls", figures.attempted())
        .row("answered", figures.answered())
        .row("failed", Texts.byStatus(figures.failed()))
        .row("broken", figures.broken())
        .row("abandoned", figures.abandoned())
        .row("not over", figures.live())
        .row("begun late", figures.late())
        .row("until answered", Texts.ms(callers.setupUs()))
        .row("talk", Texts.s(callers.talkUs()));
  }
}
