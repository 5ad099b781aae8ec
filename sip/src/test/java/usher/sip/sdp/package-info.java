/**
 * Descriptions as phones write them, offers and answers between two legs of ours, and input that
 * nobody would write.
 */
@NullMarked
package usher.sip.sdp;

import org.jspecify.annotations.NullMarked;
