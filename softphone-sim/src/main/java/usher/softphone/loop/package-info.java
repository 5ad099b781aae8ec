/**
 * Phones over real sockets: one thread, {@link usher.softphone.loop.NodeLoop}, carries as many as
 * there are.
 */
@NullMarked
package usher.softphone.loop;

import org.jspecify.annotations.NullMarked;
