/**
 * An offer is one call shown to one agent: a reservation of both until it ends, exactly once, with
 * one {@link usher.routing.offer.OfferOutcome}.
 */
@NullMarked
package usher.routing.offer;

import org.jspecify.annotations.NullMarked;
