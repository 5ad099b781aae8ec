package usher.softphone.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What was measured within one stretch of a scenario: numbers with a unit in their names. */
public final class Measurement {
  private static final double US_PER_MS = 1e3;

  private final String name;
  private final Map<String, Double> values = new LinkedHashMap<>();
  private final SortedMap<String, Double> threads = new TreeMap<>();
  private final Map<String, List<Double>> series = new LinkedHashMap<>();
  private final Map<String, Histogram> histograms = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  /** Nothing is measured yet. */
  public Measurement(String name) {
    this.name = name;
  }

  /** What is measured. */
  public String name() {
    return name;
  }

  /** Nothing is noted where it is no number, such as a ratio of nothing. */
  public Measurement put(String key, double value) {
    if (Double.isFinite(value)) {
      values.put(key, value);
    }
    return this;
  }

  /** Notes a count. */
  public Measurement put(String key, long count) {
    return put(key, (double) count);
  }

  /** What was noted; NaN where nothing was. */
  public double get(String key) {
    return values.getOrDefault(key, Double.NaN);
  }

  /** Percentiles in ms of what was measured in us, where anything was. */
  public Measurement put(String key, Histogram us) {
    if (us.getTotalCount() > 0) {
      put(key + "_p50_ms", us.getValueAtPercentile(50) / US_PER_MS);
      put(key + "_p99_ms", us.getValueAtPercentile(99) / US_PER_MS);
      put(key + "_p99.9_ms", us.getValueAtPercentile(99.9) / US_PER_MS);
      put(key + "_max_ms", us.getMaxValue() / US_PER_MS);
      histograms.put(key, us);
    }
    return this;
  }

  /** Processor time of a group of threads, ms for each call. */
  public void thread(String group, double msPerCall) {
    threads.put(group, msPerCall);
  }

  /** A number for each second. */
  public void series(String key, List<Double> numbers) {
    series.put(key, List.copyOf(numbers));
  }

  /** What is wrong if this does not hold. */
  public Measurement require(boolean holds, String otherwise) {
    if (!holds) {
      problems.add(name + ": " + otherwise);
    }
    return this;
  }

  /** All numbers, in the order in which they were noted. */
  public Map<String, Double> values() {
    return values;
  }

  /** Processor time of groups of threads, ms for each call. */
  public SortedMap<String, Double> threads() {
    return threads;
  }

  /** Numbers from second to second. */
  public Map<String, List<Double>> series() {
    return series;
  }

  /** In us. */
  public Map<String, Histogram> histograms() {
    return histograms;
  }

  /** What did not hold. */
  public List<String> problems() {
    return problems;
  }
}
