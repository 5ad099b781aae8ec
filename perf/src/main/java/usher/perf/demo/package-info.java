/**
 * A centre to watch: {@link usher.perf.demo.Demo} starts the real server and a fleet of phones in
 * one process on loopback, and ends with the figures of what happened, read from the server's own
 * records.
 */
@NullMarked
package usher.perf.demo;

import org.jspecify.annotations.NullMarked;
