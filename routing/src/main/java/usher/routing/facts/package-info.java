/** The router's state as values, for whoever explains it: copies that stay what they were. */
@NullMarked
package usher.routing.facts;

import org.jspecify.annotations.NullMarked;
