/**
 * The sockets of SIP (RFC 3261 18, RFC 7118), the only place where its bytes meet the operating
 * system.
 *
 * <p>{@link usher.sip.netty.SipSockets} listens, connects and sends. Each of its I/O threads frames
 * and checks what comes in (streams are cut into messages by {@code SipFramer}, everything is
 * looked at by {@link usher.sip.message.MessageGuard}) and gives it to its own {@link
 * usher.sip.netty.SipInbound}, which normally is a ring that the call loop empties. In the other
 * direction the call loop puts what a turn of it wants sent into one batch for each I/O thread;
 * {@link usher.sip.netty.SipSockets#flush()} hands the batches over, so a thread is woken once a
 * turn and not once a message.
 *
 * <p>A call loop that lives on a {@link usher.sip.netty.SocketThread} serves its datagrams itself:
 * the same way in and out, without another thread that wakes it and has to be woken.
 *
 * <p>Nothing here decides about calls. What is decided without asking the loop is what has to be
 * cheap under attack: refusing what is malformed, and answering 503 where the ring is full.
 */
@NullMarked
package usher.sip.netty;

import org.jspecify.annotations.NullMarked;
