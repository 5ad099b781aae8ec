/**
 * What is known of each agent: two axes that are never mixed, what the agent wants ({@link
 * usher.routing.agent.Intent}) and what the agent does ({@link usher.routing.agent.Work}), with the
 * clocks and counters that go with them.
 */
@NullMarked
package usher.routing.agent;

import org.jspecify.annotations.NullMarked;
