/**
 * Plain phones by the ten thousand, on a few UDP sockets and one thread: what a load test needs.
 *
 * <p>A {@link usher.softphone.PhoneHost} is a whole SIP stack, as the server has one; it can do all
 * that a phone can, and costs about as much processor for each call as the server. Here a phone
 * signals calls and nothing else: it registers, calls, is called, answers, refuses, cancels, hangs
 * up, offers its session again, and repeats what is not answered as RFC 3261 17 says. It reads the
 * header fields that this takes from the text of a message, and writes messages as text. It speaks
 * to one server, directly: it keeps no route set. Nothing here is shared with the server's own way
 * of reading and writing messages, so that the two are a check on each other.
 *
 * <p>Everything but {@link usher.softphone.bulk.BulkFleet} gets messages and the time as arguments.
 * {@link usher.softphone.bulk.BulkAgents} are called, {@link usher.softphone.bulk.BulkCallers}
 * call. Latencies count from when a call was due, so a late fleet makes them longer, not better.
 */
@NullMarked
package usher.softphone.bulk;

import org.jspecify.annotations.NullMarked;
