/**
 * Ways to the telephone network.
 *
 * <p>{@link usher.core.trunk.Trunks} knows which trunk a call has come over, counts it, and finds
 * the ways that a call to the outside may take: the targets of each trunk in their order, those
 * that are known to be dead last. A {@link usher.core.trunk.Trunk} keeps count and asks its {@link
 * usher.core.trunk.Gateway}s by OPTIONS whether they are there; {@link
 * usher.core.trunk.OwnRegistration} tells the trunk where we are.
 *
 * <p>Everything here runs on the call loop and reads no clock.
 */
@NullMarked
package usher.core.trunk;

import org.jspecify.annotations.NullMarked;
