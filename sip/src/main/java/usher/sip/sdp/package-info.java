/**
 * Session descriptions (RFC 8866) and the offer/answer model (RFC 3264), for audio in G.711 with
 * telephone-event.
 *
 * <p>{@link usher.sip.sdp.SessionDescription} keeps every line of a body in its order and
 * understands the few that matter here, so a description can be changed in one place (the origin, a
 * port) and still carry what we do not know. {@link usher.sip.sdp.OfferAnswer} is one leg's side of
 * the exchange: it writes our offers and answers, reads the other side's, and says what was agreed
 * as a {@link usher.sip.sdp.NegotiatedAudio}, which the media plane takes as it is.
 *
 * <p>How packets are protected follows the {@link usher.sip.sdp.Profile} of the stream: open, SRTP
 * with keys in the description, or SRTP with keys from a DTLS handshake, with connectivity checks
 * (ICE) where the far end does them.
 *
 * <p>The parser is our own because JAIN-SIP's refuses a body for one line type that it does not
 * know, corrupts a session id of more than 63 bits, moves lines, and prints a stack trace for each
 * bad line. Nothing here resolves a name: an address is a literal or it is not usable.
 */
@NullMarked
package usher.sip.sdp;

import org.jspecify.annotations.NullMarked;
