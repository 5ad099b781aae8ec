/** TODO story. */
@NullMarked
package usher.sip;

import org.jspecify.annotations.NullMarked;
