/**
 * What happens to calls that are not served as hoped: the rungs of a queue's overflow ladder, as
 * configured and as compiled. Pure values; the router climbs.
 */
@NullMarked
package usher.routing.overflow;

import org.jspecify.annotations.NullMarked;
