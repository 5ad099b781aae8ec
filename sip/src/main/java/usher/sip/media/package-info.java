/**
 * Audio, off the call loop: what a leg hears and what it says.
 *
 * <p>The call loop opens a {@link usher.sip.media.MediaPort} for each leg from the {@link
 * usher.sip.media.MediaPlane}, tells it who the far end is, and then only says what to do: join
 * that other port, play this clip, close. Packets never reach the loop; what it has to know of them
 * (a digit, the first packet) comes through {@link usher.sip.media.MediaListener}.
 *
 * <p>{@link usher.sip.media.RtpMediaPlane} does it with sockets. Each of its threads owns some port
 * pairs, bound ahead of need, and everything about them, so nothing is locked:
 *
 * <pre>
 *   call loop -- tasks --&gt; RtpPort -- who may send to us? --&gt; Latch
 *                          |    ^
 *                   play   |    | join
 *             RtpPlayer ---+    +--- the peer's RtpPort
 *                          |
 *                          v
 *                   OutgoingStream (one SSRC) --&gt; socket
 * </pre>
 *
 * <p>More than two hear each other through an {@link usher.sip.media.AudioMixer}, which takes the
 * place of the peer: each leg's {@link usher.sip.media.VoiceBuffer} is read, added up and sent, but
 * for its own part, each 20 ms.
 *
 * <p>Between sockets and legs stands {@link usher.sip.media.LegProtection}: STUN and DTLS are taken
 * there, and SRTP is opened and closed, so that a leg sees open RTP alone and legs of all kinds can
 * be joined.
 *
 * <p>{@link usher.sip.media.SimulatedMediaPlane} does it without sockets, threads or clocks, for
 * simulations.
 */
@NullMarked
package usher.sip.media;

import org.jspecify.annotations.NullMarked;
