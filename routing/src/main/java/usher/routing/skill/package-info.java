/** Skills with levels, and the expressions over them that say who can serve a call. */
@NullMarked
package usher.routing.skill;

import org.jspecify.annotations.NullMarked;
