/** TODO story. */
@NullMarked
package usher.core;

import org.jspecify.annotations.NullMarked;
