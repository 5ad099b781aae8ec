/**
 * The one thread that owns all calls, and how others reach it.
 *
 * <p>Every thread that has something to tell the loop (sockets, media, signals) opens a {@link
 * usher.core.loop.Inbox.Door} and leaves it there; behind each door is a {@link
 * usher.core.loop.SpscRing} that only this thread fills and only the loop empties. Neither side
 * ever waits for the other: a full ring refuses and counts, an empty inbox lets the loop sleep
 * until its next deadline or the next arrival. The server's loop sleeps on its own sockets ({@link
 * usher.core.loop.LoopSleep}): what comes over UDP is read by the loop's thread, and goes through a
 * ring nevertheless, so that what waits is counted. Threads of the network have two doors each:
 * what runs goes before what is new.
 */
@NullMarked
package usher.core.loop;

import org.jspecify.annotations.NullMarked;
