/**
 * The router against queueing theory: callers who arrive by chance, agents who talk for as long as
 * chance has it, on virtual time, and the figures that follow from the theory alone.
 */
@NullMarked
package usher.routing.theory;

import org.jspecify.annotations.NullMarked;
