/** TODO story. */
@NullMarked
package usher.perf;

import org.jspecify.annotations.NullMarked;
