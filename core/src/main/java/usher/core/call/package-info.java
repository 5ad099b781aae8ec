/**
 * The life of one call, and the one place where SIP, routing and media meet.
 *
 * <p>{@link usher.core.call.Call} is a pure machine: a {@link usher.core.call.CallEvent} goes in, a
 * list of {@link usher.core.call.CallCommand}s comes out. It knows neither SIP nor sound, so every
 * state can be tried with every event. {@link usher.core.call.CallControl} turns what dialogs,
 * router and media tell into such events, and performs the commands, from a queue of its own
 * instead of recursing. How two legs come to hear each other, through the server or directly, is a
 * {@link usher.core.call.MediaPath}.
 *
 * <p>Everything here runs on the call loop and reads no clock.
 */
@NullMarked
package usher.core.call;

import org.jspecify.annotations.NullMarked;
