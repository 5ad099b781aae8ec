/**
 * Agents as people with phones: who they are, where their phones are, and how what happens to a
 * phone becomes a command to the router.
 *
 * <p>{@link usher.core.agent.AgentDesk} turns a registration into a log-in, a lost one into
 * "unreachable", and asks a phone that could not be reached by OPTIONS whether it is back. {@link
 * usher.core.agent.PlanCompiler} makes the router's plan of the configuration. Runs on the call
 * loop.
 */
@NullMarked
package usher.core.agent;

import org.jspecify.annotations.NullMarked;
