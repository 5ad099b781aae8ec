/**
 * The values with which the rest of the stack speaks about transports (RFC 3261 18), without any
 * socket.
 *
 * <p>A {@link usher.sip.transport.Flow} says over what a message came or shall go; a {@link
 * usher.sip.transport.Wire} takes messages to send. The sockets behind them live in {@code
 * usher.sip.netty}, and in simulations behind a network that exists only in memory.
 */
@NullMarked
package usher.sip.transport;

import org.jspecify.annotations.NullMarked;
