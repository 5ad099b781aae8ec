/**
 * Digest authentication from the side that proves itself (RFC 7616, RFC 8760): phones to their
 * registrar, and we to a trunk. Who asks for the proof is in {@code usher.sip.registrar}.
 *
 * <p>Pure and single-threaded.
 */
@NullMarked
package usher.sip.digest;

import org.jspecify.annotations.NullMarked;
