package usher.softphone.bulk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import usher.sip.transaction.Timers;
import usher.sip.transport.TransportProtocol;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.Names;
import usher.softphone.fleet.Reaction;

/**
 * Callers and agents who call each other directly, on virtual time, over wires that take a
 * millisecond and may lose what they carry.
 */
final class Wires {
  static final String DOMAIN = "usher.test";
  private static final long DELAY_NS = Duration.ofMillis(1).toNanos();

  final Timers timers = new Timers(0);
  final CallBook book = new CallBook();
  final List<String> said = new ArrayList<>();
  int strange;
  private final RandomGenerator lots;
  private final Seed seed;
  private final double loss;
  private BulkAgents agents;
  private BulkCallers callers;

  @SuppressWarnings("NullAway.Init") // nobody calls before both are there
  Wires(long seed, double loss) {
    this.seed = new Seed(seed);
    this.lots = this.seed.random("wires");
    this.loss = loss;
  }

  Line line(String host, Predicate<Received> other) {
    return new Line(
        text -> carry(text, other),
        TransportProtocol.UDP,
        timers,
        timers::nowNs,
        host,
        5060,
        4000,
        "x" + host.hashCode());
  }

  private void carry(String text, Predicate<Received> other) {
    said.add(text);
    if (lots.nextDouble() >= loss) {
      Received message = Objects.requireNonNull(Received.read(text), text);
      timers.schedule(DELAY_NS, () -> strange += other.test(message) ? 0 : 1);
    }
  }

  BulkAgents agents(int count, Mix<Reaction> reactions, Spread talk) {
    Line line = line("127.0.0.2", message -> callers.received(message));
    BulkAgentsPlan plan = BulkAgentsPlan.of(Names.of("a"), count, DOMAIN).reacting(reactions, talk);
    agents = new BulkAgents(List.of(line), plan, seed.of("agents"), book);
    return agents;
  }

  BulkCallers callers(BulkCallersPlan plan) {
    Line line = line("127.0.0.3", message -> agents.received(message));
    callers = new BulkCallers(List.of(line), plan, seed.of("callers"), book, true);
    return callers;
  }

  /** Calls for the first agent. */
  static BulkCallersPlan calls(double perS, long number) {
    return BulkCallersPlan.of(
            "c", DOMAIN, "a00001", new Arrivals.Constant(perS), Duration.ofHours(1))
        .atMost(number);
  }

  void run(Duration length) {
    timers.advance(timers.nowNs() + length.toNanos());
  }

  long saidBeginningWith(String words) {
    return said.stream().filter(text -> text.startsWith(words)).count();
  }
}
