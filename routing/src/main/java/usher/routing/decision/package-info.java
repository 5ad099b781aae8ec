/**
 * The last decisions, kept in flat arrays while the router runs: what could not be worked out
 * afterwards from the rules, and no more.
 */
@NullMarked
package usher.routing.decision;

import org.jspecify.annotations.NullMarked;
