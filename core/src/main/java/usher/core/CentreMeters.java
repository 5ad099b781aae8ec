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
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import usher.core.loop.AcdFigures;
import usher.core.trunk.TrunkFigures;
import usher.sip.netty.SocketEvent;

/**
 * How conferences, trunks, expected waits and sockets stand, as meters, those of trunks with the
 * tag {@code trunk}:
 *
 * <pre>
 *   usher.conferences                             calls in which more than two hear each other
 *   usher.conferences.begun                       those that there were, in all
 *   usher.promises                                answered calls whose wait could be foretold, in all
 *   usher.promises.kept                           of them, those that waited no longer
 *   usher.sip.sockets            event            what {@link SocketEvent} names, in all
 *   usher.trunk.calls            way in, out      legs that run
 *   usher.trunk.refused          way in, out      calls above the limits, in all
 *   usher.trunk.failed.over                       calls that one of its servers did not serve, in all
 *   usher.trunk.targets          state all, dead  servers
 *   usher.trunk.registered                        1 where it knows where we are, or need not
 * </pre>
 */
final class CentreMeters implements AutoCloseable {
  /** All meters of one look see the same figures, and the call loop is asked once. */
  private static final Duration SAME_LOOK = Duration.ofSeconds(1);

  private static final String WAY = "way";

  private final MeterRegistry registry;
  private final LoadingCache<Integer, AcdFigures> figures;
  private final List<Meter> meters = new ArrayList<>();

  /**
   * Meters until they are closed.
   *
   * @param trunks their names, in the order of their figures
   * @param sockets how often each event was
   */
  CentreMeters(
      MeterRegistry registry,
      List<String> trunks,
      Supplier<AcdFigures> figures,
      ToDoubleFunction<SocketEvent> sockets) {
    this.registry = registry;
    this.figures =
        Caffeine.newBuilder().maximumSize(1).expireAfterWrite(SAME_LOOK).build(_ -> figures.get());
    meters.add(
        Gauge.builder("usher.conferences", this, all -> all.now().conferring()).register(registry));
    meters.add(
        FunctionCounter.builder("usher.conferences.begun", this, all -> all.now().conferred())
            .register(registry));
    meters.add(
        FunctionCounter.builder("usher.promises", this, all -> all.now().promised())
            .register(registry));
    meters.add(
        FunctionCounter.builder("usher.promises.kept", this, all -> all.now().kept())
            .register(registry));
    for (SocketEvent event : SocketEvent.values()) {
      meters.add(
          FunctionCounter.builder("usher.sip.sockets", event, sockets)
              .tag("event", event.name().toLowerCase(Locale.ROOT).replace('_', '.'))
              .register(registry));
    }
    for (int index = 0; index < trunks.size(); index++) {
      add(trunks.get(index), index);
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
    return now().trunks().get(index);
  }

  private AcdFigures now() {
    return figures.get(0);
  }

  @Override
  public void close() {
    meters.forEach(registry::remove);
  }
}
