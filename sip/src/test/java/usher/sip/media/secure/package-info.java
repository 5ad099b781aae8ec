@NullMarked
package usher.sip.media.secure;

import org.jspecify.annotations.NullMarked;
