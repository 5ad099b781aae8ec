package usher.sip.dialog;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.transport.Flow;

/**
 * What an INVITE of ours has said: enough to talk to everyone who answers it, when the dialog is
 * long over.
 *
 * @param requestUri whom it was for
 * @param flow over what it went
 * @param credentials those that it had (RFC 3261 13.2.2.4)
 */
record Invited(
    Dialogs dialogs,
    DialogId id,
    String localAddress,
    String requestUri,
    long cseq,
    Flow flow,
    @Nullable Proof proof,
    Predicate<Flow> provedTo,
    @Nullable HeaderLine credentials) {}
