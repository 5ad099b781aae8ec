package usher.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.journal.JournalRecord;
import usher.core.journal.RulesText;
import usher.core.loop.Input;
import usher.core.rules.Finding;
import usher.core.rules.RuleLint;
import usher.core.rules.RuleSet;

/**
 * Takes an edited configuration while the server runs. Reading, checking and compiling happen here,
 * on a thread of its own; the call loop gets a finished version or hears nothing at all.
 *
 * <pre>
 *   file changed or SIGHUP --> read --> lint --> compile --> keep the text --> call loop
 *                               |        |          |             |
 *                               +--------+----------+-------------+--> refused: logged, the old version stays
 * </pre>
 */
final class RuleReloader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RuleReloader.class);

  private final Path file;
  private final UnaryOperator<ConfigResult.Valid> adjust;
  private final Consumer<Input> loop;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("rules-reload").factory());

  /** Both belong to the thread. */
  private RuleSet current;

  private List<?> lastRefused = List.of();

  /**
   * A reloader.
   *
   * @param adjust what the command line changes in what the file says
   * @param current the version that counts
   * @param loop takes the next one
   */
  RuleReloader(
      Path file, UnaryOperator<ConfigResult.Valid> adjust, RuleSet current, Consumer<Input> loop) {
    this.file = file;
    this.adjust = adjust;
    this.current = current;
    this.loop = loop;
  }

  /** Has the file looked at soon; any thread, never waits. */
  void request() {
    thread.execute(this::reload);
  }

  private void reload() {
    try {
      switch (ConfigReader.read(file)) {
        case ConfigResult.Invalid(var errors) -> refused(errors);
        case ConfigResult.Valid read -> consider(adjust.apply(read));
      }
    } catch (RuntimeException e) {
      LOG.error("{} cannot be taken; version {} stays", file, current.version(), e);
    }
  }

  private void consider(ConfigResult.Valid read) {
    if (read.sha256().equals(current.sha256())) {
      return;
    }
    List<Finding> findings = RuleLint.check(read);
    findings.stream()
        .filter(finding -> !finding.isError())
        .forEach(finding -> LOG.warn("{}", finding));
    if (RuleLint.refuses(findings)) {
      refused(findings.stream().filter(Finding::isError).toList());
    } else {
      take(read).ifPresent(loop);
    }
  }

  private Optional<Input> take(ConfigResult.Valid read) {
    try {
      RuleSet next = current.next(read.config(), read.sha256());
      MusicShelf music = MusicShelf.load(next.config());
      List<String> waiting = read.config().waitingForRestart(current.config());
      if (!waiting.isEmpty()) {
        LOG.warn("{}: changes of {} count after a restart", file, String.join(", ", waiting));
      }
      current = next;
      lastRefused = List.of();
      List<JournalRecord> text =
          new RulesText(next.version(), next.sha256(), read.text()).records();
      return Optional.of(new Input.RulesChanged(next, text, music::of));
    } catch (IOException | IllegalArgumentException e) {
      refused(List.of(e));
      return Optional.empty();
    }
  }

  /** Said once, however often the file is looked at. */
  private void refused(List<?> reasons) {
    if (reasons.equals(lastRefused)) {
      return;
    }
    lastRefused = reasons;
    reasons.forEach(reason -> LOG.error("{}", reason));
    LOG.error("{} is refused; version {} of the rules stays", file, current.version());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
