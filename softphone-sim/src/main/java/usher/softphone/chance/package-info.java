/**
 * Chance, repeatable: everything that a simulated phone or network leaves to luck is drawn from one
 * seed.
 *
 * <p>A {@link usher.softphone.chance.Seed} gives each part its own generator by name, so that one
 * part drawing more does not change what another one draws. A {@link usher.softphone.chance.Spread}
 * is a length of time that varies, a {@link usher.softphone.chance.Mix} a choice with weights.
 */
@NullMarked
package usher.softphone.chance;

import org.jspecify.annotations.NullMarked;
