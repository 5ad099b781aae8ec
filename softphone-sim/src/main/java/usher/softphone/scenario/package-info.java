/**
 * Scenarios of plain phones, as files: who is called, who calls, when, and what they do.
 *
 * <p>{@link usher.softphone.scenario.ScenarioReader} reads YAML and tells every mistake at once,
 * with its place; a {@link usher.softphone.scenario.Scenario} is whole.
 */
@NullMarked
package usher.softphone.scenario;

import org.jspecify.annotations.NullMarked;
