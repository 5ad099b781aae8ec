/**
 * What lamps of phones show of agents and queues: names what can be watched, and says when it has
 * changed. Pure, on the call loop.
 */
@NullMarked
package usher.core.lamp;

import org.jspecify.annotations.NullMarked;
