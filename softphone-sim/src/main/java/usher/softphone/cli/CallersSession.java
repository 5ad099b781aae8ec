package usher.softphone.cli;

import java.time.Duration;
import java.util.Locale;
import usher.softphone.fleet.CallerFigures;
import usher.softphone.fleet.CallerFleet;

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
  public Summary summary() {
    CallerFigures figures = callers.figures();
    boolean good = figures.failedTotal() == 0 && figures.broken() == 0 && figures.live() == 0;
    return new Summary(good)
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
