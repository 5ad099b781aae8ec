/**
 * The server as a program: the command line, and the one place where its parts are put together.
 *
 * <p>The parts know nothing of this package. {@code config} reads what the operator wrote, {@code
 * loop} is the one thread that owns all calls, {@code call} and {@code agent} say what happens to
 * them, {@code journal} and {@code record} keep what happened.
 */
@NullMarked
package usher.core;

import org.jspecify.annotations.NullMarked;
