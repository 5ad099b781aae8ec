/**
 * The whole centre on virtual time: the server's own {@link usher.core.loop.Acd}, hundreds of
 * softphones, and a network that loses, delays, doubles and reorders, all from one seed. A failing
 * seed is a bug report.
 */
@NullMarked
package usher.core.simulation;

import org.jspecify.annotations.NullMarked;
