/**
 * The command line {@code softphones}: fleets of agents and callers over real sockets, with a line
 * of progress and a table at the end.
 */
@NullMarked
package usher.softphone.cli;

import org.jspecify.annotations.NullMarked;
