package usher.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import usher.routing.agent.AgentTable;
import usher.routing.agent.Occupancy;
import usher.routing.agent.Occupancy.Use;

/**
 * Occupancy is what its definition says, recomputed from the whole history: every second at the
 * callers' disposal counts half after each half-life of such time, and those of work are summed.
 * And the number that orders agents who wait orders them so at any later instant.
 */
class OccupancyProperties {
  private static final long SECOND = 1_000_000_000L;

  /** Closer than this, rounding decides. */
  private static final double CLOSE = 1e-6;

  record Span(Use use, int seconds) {}

  @Property(seed = "1")
  void itIsTheDecayedShareOfWork(@ForAll("histories") List<Span> history) {
    Occupancy occupancy = new AgentTable(1, 0).occupancy();
    long nowNs = live(occupancy, 0, history);
    assertThat(occupancy.at(0, nowNs)).isCloseTo(defined(history), within(1e-9));
  }

  @Property(seed = "1")
  void whoWaitsKeepsTheOrder(
      @ForAll("histories") List<Span> one,
      @ForAll("histories") List<Span> other,
      @ForAll("laters") int laterS) {
    Occupancy occupancy = new AgentTable(2, 0).occupancy();
    long nowNs = Math.max(live(occupancy, 0, one), live(occupancy, 1, other));
    occupancy.change(0, Use.WAITING, nowNs);
    occupancy.change(1, Use.WAITING, nowNs);
    double first = occupancy.at(0, nowNs + laterS * SECOND);
    double second = occupancy.at(1, nowNs + laterS * SECOND);
    if (Math.abs(first - second) > CLOSE) {
      assertThat(Long.compare(occupancy.key(0), occupancy.key(1)))
          .isEqualTo(Double.compare(first, second));
    }
  }

  private static long live(Occupancy occupancy, int agent, List<Span> history) {
    long nowNs = 0;
    for (Span span : history) {
      occupancy.change(agent, span.use(), nowNs);
      nowNs += span.seconds() * SECOND;
    }
    occupancy.change(agent, Use.AWAY, nowNs);
    return nowNs;
  }

  /** Second by second, from the last one back. */
  private static double defined(List<Span> history) {
    double ago = 0;
    double sum = 0;
    List<Span> backwards = new ArrayList<>(history).reversed();
    for (Span span : backwards) {
      if (span.use() != Use.AWAY) {
        double until = ago + span.seconds();
        sum += span.use() == Use.WORKING ? weight(ago) - weight(until) : 0;
        ago = until;
      }
    }
    return sum;
  }

  private static double weight(double secondsAgo) {
    return StrictMath.pow(.5, secondsAgo * SECOND / Occupancy.HALF_LIFE_NS);
  }

  @Provide
  Arbitrary<List<Span>> histories() {
    return Combinators.combine(Arbitraries.of(Use.class), Arbitraries.integers().between(0, 20_000))
        .as(Span::new)
        .list()
        .ofMaxSize(30);
  }

  @Provide
  Arbitrary<Integer> laters() {
    return Arbitraries.integers().between(0, 3_000);
  }
}
