/**
 * Phones that only speak SIP: one, or thousands in one process.
 *
 * <p>A {@link usher.softphone.Softphone} registers, dials, answers, holds and hangs up; what
 * happens to it comes through a {@link usher.softphone.PhoneListener}. Many phones share a {@link
 * usher.softphone.PhoneHost}, which owns the one SIP stack they stand on and gives each call to the
 * phone it is for. Both are pure and single-threaded: bytes and time come from outside, from real
 * sockets ({@code usher.softphone.loop}) or from a simulated network ({@code
 * usher.softphone.network}).
 *
 * <p>What phones do by themselves, in their thousands, is the business of {@code
 * usher.softphone.fleet}.
 */
@NullMarked
package usher.softphone;

import org.jspecify.annotations.NullMarked;
