/**
 * Audio is tested with sockets on a loopback address of its own, and without them where time
 * matters.
 */
@NullMarked
package usher.sip.media;

import org.jspecify.annotations.NullMarked;
