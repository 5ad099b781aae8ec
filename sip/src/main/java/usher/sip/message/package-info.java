/**
 * What SIP says on the wire (RFC 3261 7 and 20), before anybody acts upon it.
 *
 * <p>A message stays the bytes it came as. {@link usher.sip.message.SipMessage} adds an index of
 * its header lines, so that the few facts every layer asks for (branch, tags, Call-ID, CSeq) are
 * read by a scan, while everything with a grammar (addresses, credentials, parameters) goes through
 * JAIN-SIP's header parsers the first time it is asked for and is then kept. Methods and headers
 * that we do not know survive untouched, because nothing is ever re-encoded from a parsed form: a
 * copy is a copy of bytes.
 *
 * <p>Everything here is pure: no socket, thread or clock.
 */
@NullMarked
package usher.sip.message;

import org.jspecify.annotations.NullMarked;
