/**
 * The one thread that owns all calls, and how others reach it.
 *
 * <p>Every thread that has something to tell the loop (sockets, media, signals) opens a {@link
 * usher.core.loop.Inbox.Door} and leaves it there; behind each door is a {@link
 * usher.core.loop.SpscRing} that only this thread fills and only the loop empties. Neither side
 * ever waits for the other: a full ring refuses and counts, an empty inbox lets the loop sleep
 * until its next deadline or the next arrival.
 */
@NullMarked
package usher.core.loop;

import org.jspecify.annotations.NullMarked;
