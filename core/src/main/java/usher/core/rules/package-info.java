/**
 * What the operator's rules mean: which entry takes a call, what is wrong with them before they are
 * taken, how two versions differ, and what would become of a call.
 *
 * <pre>
 *   UsherConfig --> RuleSet (a version: plan and entries, compiled) --> the call loop
 *       |
 *       +--> RuleLint (what cannot work)  RuleDiff (what changes)  RuleTrial (what would happen)
 * </pre>
 */
@NullMarked
package usher.core.rules;

import org.jspecify.annotations.NullMarked;
