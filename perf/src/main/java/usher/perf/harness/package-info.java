/**
 * The load harness: {@code java -jar perf/target/perf.jar run NAME}.
 *
 * <p>It starts the packaged server as a process, drives it with plain phones ({@link
 * usher.softphone.bulk}) in this one, and counts from outside: processor time of each of the
 * server's threads and memory by the operating system's files, pauses by the collector's log,
 * latency by the phones, from when a call was due. A {@code Scenario} says what is played, on an
 * {@code Arrangement} of server and agents; scenarios of the same arrangement share a server that
 * is warm. When it stops, what its records say of calls has to be what the phones say, and every
 * agent has to be idle. Each run leaves a JSON file, histograms ({@code .hgrm}) and an HTML report;
 * {@code compare} sets two runs side by side.
 */
@NullMarked
package usher.perf.harness;

import org.jspecify.annotations.NullMarked;
