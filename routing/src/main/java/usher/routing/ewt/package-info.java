/**
 * The expected wait: the formula, the figures of each queue that go into it, and what callers were
 * promised against what came true. Arithmetic is the same on every JVM.
 */
@NullMarked
package usher.routing.ewt;

import org.jspecify.annotations.NullMarked;
