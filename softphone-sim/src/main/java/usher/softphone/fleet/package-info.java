/**
 * Phones in their thousands, and the people who use them.
 *
 * <p>A {@link usher.softphone.fleet.Behaviour} says, as data, what a person does with calls: when
 * he answers or why not, how long he waits, how long he talks, whether he holds. A {@code
 * PhoneUser} does that to one phone, drawing lots from its own part of the seed. {@link
 * usher.softphone.fleet.AgentFleet} registers many and lets them be called; {@link
 * usher.softphone.fleet.CallerFleet} places calls at a rate and tells the outcome of each, once.
 *
 * <p>All of it lives on the thread of its {@link usher.softphone.PhoneHost}, over real sockets or a
 * simulated network alike.
 */
@NullMarked
package usher.softphone.fleet;

import org.jspecify.annotations.NullMarked;
