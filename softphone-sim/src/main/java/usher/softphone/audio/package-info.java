/**
 * The audio of plain phones: packets of silence (RTP, RFC 3550; G.711), and how those of the other
 * side come through.
 *
 * <p>All of it gets packets and the time as arguments. Nothing is shared with the server's own way
 * of counting, so that the two are a check on each other.
 */
@NullMarked
package usher.softphone.audio;

import org.jspecify.annotations.NullMarked;
