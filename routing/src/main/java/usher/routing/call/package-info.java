/** The calls that wait or are being offered, their places in queues, and how a call can end. */
@NullMarked
package usher.routing.call;

import org.jspecify.annotations.NullMarked;
