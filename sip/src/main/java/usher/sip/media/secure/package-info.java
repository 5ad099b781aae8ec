/**
 * What keeps a leg's packets from others: connectivity checks, the DTLS handshake and SRTP.
 *
 * <pre>
 *   STUN --&gt; IceResponder -- which addresses are the far end's?
 *   DTLS --&gt; DtlsAssociation (a thread of its own) -- keys --+
 *   a=crypto ------------------------------------- keys --+--&gt; SrtpSender, SrtpReceiver
 * </pre>
 *
 * <p>STUN messages are read and written by ice4j, handshakes done by Bouncy Castle, packets
 * enciphered by jitsi-srtp. None of them owns a socket or a thread here: a media thread brings what
 * came and sends what goes. All but {@link usher.sip.media.secure.DtlsAssociation}, which says so,
 * belong to one thread.
 */
@NullMarked
package usher.sip.media.secure;

import org.jspecify.annotations.NullMarked;
