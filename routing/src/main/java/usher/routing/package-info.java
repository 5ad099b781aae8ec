/** TODO story. */
@NullMarked
package usher.routing;

import org.jspecify.annotations.NullMarked;
