/**
 * The rules, compiled: agents grouped by equal skills, the classes of calls, and the matrix of who
 * can serve whom. A plan is immutable; readable specifications go in, dense indices come out.
 */
@NullMarked
package usher.routing.plan;

import org.jspecify.annotations.NullMarked;
