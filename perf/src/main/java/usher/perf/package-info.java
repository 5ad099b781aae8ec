/**
 * Measures the house, and shows it off.
 *
 * <p>Benchmarks of single parts, a load harness for the whole, and the demo. It stands above every
 * other module, which is why the tests of the house's own rules (package order, source tree) live
 * here too: they run last and see everything.
 */
@NullMarked
package usher.perf;

import org.jspecify.annotations.NullMarked;
