/**
 * What two processors may see of the rings, as JCStress tests: each names what may happen and what
 * must not. They run in JVMs of their own; {@link usher.core.loop.stress.RingStressIT} starts them.
 */
@NullMarked
package usher.core.loop.stress;

import org.jspecify.annotations.NullMarked;
