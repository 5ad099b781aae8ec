/**
 * Lamps: tells phones that asked what an agent or a queue does (RFC 6665, with the event packages
 * of RFC 4235, RFC 3856 and RFC 3842).
 *
 * <p>{@link usher.sip.subscription.Subscriptions} answers SUBSCRIBE and sends NOTIFY; each
 * subscription is paced by a {@link usher.sip.subscription.NotifierState}. What a resource does
 * comes from a {@link usher.sip.subscription.LampSource} when a notification is written, so what is
 * sent is always the newest. A {@code View} is what one of them shows: a lamp, or a list (RFC
 * 4662).
 *
 * <p>Pure and single-threaded: time comes from the timers, secrets from the caller. Documents are
 * written by the JDK's StAX; none is ever read.
 */
@NullMarked
package usher.sip.subscription;

import org.jspecify.annotations.NullMarked;
