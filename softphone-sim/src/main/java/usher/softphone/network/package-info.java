/**
 * A network that exists only in memory, on virtual time, from one seed.
 *
 * <p>A {@link usher.softphone.network.SimulatedNetwork} has {@link
 * usher.softphone.network.SimulatedHost}s, each of which runs one {@link
 * usher.softphone.network.SimulatedNode}: a SIP stack with whatever stands on it, a server or
 * thousands of phones. Datagrams are lost, delayed, duplicated and reordered as the {@link
 * usher.softphone.network.LinkQuality} between two hosts says; streams are in order and whole, only
 * late. Messages travel as bytes and are examined at the far end as those from a socket are.
 *
 * <p>Time jumps from one event to the next, so a day takes seconds, and the same seed gives the
 * same day, to the byte: {@link usher.softphone.network.SimulatedNetwork#traceDigest} tells two
 * runs apart. Everything happens on the thread that calls {@code run...}.
 */
@NullMarked
package usher.softphone.network;

import org.jspecify.annotations.NullMarked;
