/**
 * What a load came to: numbers with a unit in their names, latencies, and what was not as it should
 * be. {@link usher.softphone.results.ResultFiles} leaves it as JSON and histograms ({@code .hgrm}),
 * {@link usher.softphone.results.Report} as a page with charts.
 */
@NullMarked
package usher.softphone.results;

import org.jspecify.annotations.NullMarked;
