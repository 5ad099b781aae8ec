/**
 * Transactions (RFC 3261 17, RFC 6026): one request and its responses, made reliable.
 *
 * <p>{@link usher.sip.transaction.Transactions} matches every message to one of the four machines,
 * each in its own file with its drawing: {@code InviteClientTransaction}, {@code
 * NonInviteClientTransaction}, {@code InviteServerTransaction}, {@code NonInviteServerTransaction}.
 * Their timers stand by name in {@link usher.sip.transaction.SipTimer} and run on the one deadline
 * structure, {@link usher.sip.transaction.Timers}. What concerns the layer above reaches it through
 * {@link usher.sip.transaction.TransactionUser} ("the TU" in the RFC) and {@link
 * usher.sip.transaction.ClientTransactionUser}.
 *
 * <p>The source of a datagram can be forged: how much is repeated to one that has not shown that it
 * hears us says {@code Allowance}, who has shown it {@code AddressValidation}.
 *
 * <p>Single-threaded and pure: messages and the time come in, messages and calls to the user go
 * out.
 */
@NullMarked
package usher.sip.transaction;

import org.jspecify.annotations.NullMarked;
