/**
 * How log lines look; named by {@code logback.xml}.
 *
 * <p>Much of what is logged was written by others: names, URIs, whole messages. {@link
 * usher.core.log.OneLine} makes sure that none of it can look like a line of its own.
 */
@NullMarked
package usher.core.log;

import org.jspecify.annotations.NullMarked;
