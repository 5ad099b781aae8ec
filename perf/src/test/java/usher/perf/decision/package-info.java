/** Tests of what the benchmarks measure, not of how long it takes. */
@NullMarked
package usher.perf.decision;

import org.jspecify.annotations.NullMarked;
