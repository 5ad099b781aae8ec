/**
 * What relaying audio costs. {@link usher.perf.media.RelayLoad} lets phones of calls talk to each
 * other through a media plane with real sockets, over loopback, and says what was lost, how late
 * packets were and what they cost.
 */
@NullMarked
package usher.perf.media;

import org.jspecify.annotations.NullMarked;
