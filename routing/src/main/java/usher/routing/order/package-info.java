/** Which of several waiting calls comes first, besides bands. One short class for each order. */
@NullMarked
package usher.routing.order;

import org.jspecify.annotations.NullMarked;
