package usher.core;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import usher.core.trunk.TrunkFigures;

/**
 * How trunks stand, as meters with the tag {@code trunk}:
 *
 * <pre>
 *   usher.trunk.calls            way in, out      legs that run
 *   usher.trunk.refused          way in, out      calls above the limits, in all
 *   usher.trunk.failed.over                       calls that one of its servers did not serve, in all
 *   usher.trunk.targets          state all, dead  servers
 *   usher.trunk.registered                        1 where it knows where we are, or need not
 * </pre>
 */
final class TrunkMeters implements AutoCloseable {
  /** All meters of one look see the same figures, and the call loop is asked once. */
  private static final Duration SAME_LOOK = Duration.ofSeconds(1);

  private static final String WAY = "way";

  private final MeterRegistry registry;
  private final LoadingCache<Integer, List<TrunkFigures>> figures;
  private final List<Meter> meters = new ArrayList<>();

  /**
   * Meters until they are closed.
   *
   * @param names of the trunks, in the order of their figures
   */
  TrunkMeters(MeterRegistry registry, List<String> names, Supplier<List<TrunkFigures>> figures) {
    this.registry = registry;
    this.figures =
        Caffeine.newBuilder().maximumSize(1).expireAfterWrite(SAME_LOOK).build(_ -> figures.get());
    for (int index = 0; index < names.size(); index++) {
      add(names.get(index), index);
    }
  }

  private void add(String name, int index) {
    gauge("usher.trunk.calls", name, WAY, "in", index, TrunkFigures::callsIn);
    gauge("usher.trunk.calls", name, WAY, "out", index, TrunkFigures::callsOut);
    counter("usher.trunk.refused", name, WAY, "in", index, TrunkFigures::refusedIn);
    counter("usher.trunk.refused", name, WAY, "out", index, TrunkFigures::refusedOut);
    counter("usher.trunk.failed.over", name, WAY, "out", index, TrunkFigures::failedOver);
    gauge("usher.trunk.targets", name, "state", "all", index, TrunkFigures::targets);
    gauge("usher.trunk.targets", name, "state", "dead", index, TrunkFigures::targetsDead);
    gauge("usher.trunk.registered", name, WAY, "in", index, each -> each.registered() ? 1 : 0);
  }

  private void gauge(
      String meter,
      String trunk,
      String tag,
      String value,
      int index,
      ToDoubleFunction<TrunkFigures> figure) {
    meters.add(
        Gauge.builder(meter, this, all -> figure.applyAsDouble(all.of(index)))
            .tags("trunk", trunk, tag, value)
            .register(registry));
  }

  private void counter(
      String meter,
      String trunk,
      String tag,
      String value,
      int index,
      ToDoubleFunction<TrunkFigures> figure) {
    meters.add(
        FunctionCounter.builder(meter, this, all -> figure.applyAsDouble(all.of(index)))
            .tags("trunk", trunk, tag, value)
            .register(registry));
  }

  private TrunkFigures of(int index) {
    return figures.get(0).get(index);
  }

  @Override
  public void close() {
    meters.forEach(registry::remove);
  }
}
