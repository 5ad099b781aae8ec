/**
 * Which of several free agents gets the call. A queue names a chain of comparators; each is one
 * short file here and one line in {@link usher.routing.strategy.Strategies}. The agent's index is
 * always the last comparator, so a decision never depends on the order of events inside one
 * instant.
 */
@NullMarked
package usher.routing.strategy;

import org.jspecify.annotations.NullMarked;
