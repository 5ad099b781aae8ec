/** Everything that speaks SIP and RTP on the wire. */
@NullMarked
package usher.sip;

import org.jspecify.annotations.NullMarked;
