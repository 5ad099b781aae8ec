/** How figures are said in English: lengths of time, counts, decimal numbers, lists. */
@NullMarked
package usher.routing.words;

import org.jspecify.annotations.NullMarked;
