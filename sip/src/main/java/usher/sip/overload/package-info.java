/**
 * What to do when more comes than can be served: every message is put in a lane by a scan over its
 * bytes, before anything is parsed, and each lane has a rate that follows how long messages lie
 * before the call loop takes them. What is not admitted is answered without state, which costs a
 * few hundredths of a call; what belongs to a call that is there already is never shed. Before
 * that, each source has a share of its own, so that one of them cannot use up everybody's.
 */
@NullMarked
package usher.sip.overload;

import org.jspecify.annotations.NullMarked;
