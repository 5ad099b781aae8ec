package usher.softphone.scenario;

import java.util.List;

/** What a scenario's text comes to. */
public sealed interface ScenarioResult {
  /** It can be played. */
  record Valid(Scenario scenario) implements ScenarioResult {}

  /** It cannot: each mistake as {@code file:line:column: what is wrong: expected what is right}. */
  record Invalid(List<String> errors) implements ScenarioResult {}
}
