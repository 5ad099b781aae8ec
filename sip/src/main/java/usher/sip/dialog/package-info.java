/**
 * Dialogs that INVITE makes (RFC 3261 12 to 15): a caller's or an agent's leg as one object.
 *
 * <p>{@link usher.sip.dialog.Dialogs} keeps the table and hands every request inside a dialog to
 * its {@link usher.sip.dialog.Dialog}. A dialog exists here from its first INVITE on, whichever
 * side sent it, until BYE, a refusal or silence ends it; what its user has to know comes as a
 * {@link usher.sip.dialog.SipEvent}, each of which is the last act of a step, so the user may call
 * back at once.
 *
 * <p>A dialog keeps its {@code DialogState} and shares the work out: {@code ReceivedInvite} or
 * {@code SentInvite} until there is a session, {@code PeerReinvites} and {@code OwnReinvites} while
 * there is one, {@code Ending} for its end; {@code Peer} knows the far end and writes to it, {@code
 * Acknowledgements} keeps the ACKs.
 *
 * <p>What is nobody else's business stays inside: repeating a 2xx until its ACK, acknowledging
 * repeated 2xx, provisional responses that are to be reliable and their PRACK, ending forks that
 * answered second, holding a BYE until the ACK came, glare of two re-INVITEs, order of CSeq.
 *
 * <p>Single-threaded and pure.
 */
@NullMarked
package usher.sip.dialog;

import org.jspecify.annotations.NullMarked;
