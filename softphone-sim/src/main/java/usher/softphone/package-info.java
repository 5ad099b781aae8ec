/** TODO story. */
@NullMarked
package usher.softphone;

import org.jspecify.annotations.NullMarked;
