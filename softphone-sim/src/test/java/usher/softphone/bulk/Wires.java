package usher.softphone.bulk;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToLongBiFunction;
import java.util.random.RandomGenerator;
import usher.sip.transaction.Timers;
import usher.sip.transport.TransportProtocol;
import usher.softphone.audio.Packet;
import usher.softphone.audio.Voice;
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
  static final String AGENTS = "127.0.0.2";
  static final String CALLERS = "127.0.0.3";
  private static final long DELAY_NS = Duration.ofMillis(1).toNanos();

  private static final int FIRST_PORT = 10_000;

  final Timers timers = new Timers(0);
  final CallBook book = new CallBook();
  final List<String> said = new ArrayList<>();

  /** What was said, and when. */
  final List<String> diary = new ArrayList<>();

  int strange;

  /** How long a packet of audio takes from this host, the first is 1; below zero it is lost. */
  ToLongBiFunction<String, Integer> airDelays = (_, _) -> DELAY_NS;

  private final Map<Integer, Voice> voices = new HashMap<>();
  private final Map<String, Integer> packets = new HashMap<>();
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
        new Wire(host, other),
        TransportProtocol.UDP,
        timers,
        timers::nowNs,
        host,
        5060,
        4000,
        "x" + host.hashCode());
  }

  /** Carries messages, and packets where {@link #airDelays} says how long each takes. */
  private final class Wire implements Line.Wire {
    private final String host;
    private final Predicate<Received> other;

    Wire(String host, Predicate<Received> other) {
      this.host = host;
      this.other = other;
    }

    @Override
    public void send(String message) {
      carry(message, other);
    }

    @Override
    public Voice.Port audio(Voice voice) {
      int number = FIRST_PORT + voices.size();
      voices.put(number, voice);
      return new Port(host, number);
    }
  }

  /** An end of the air. */
  private final class Port implements Voice.Port {
    private final String host;
    private final int number;

    Port(String host, int number) {
      this.host = host;
      this.number = number;
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public void send(byte[] packet, InetSocketAddress to) {
      ByteBuffer bytes = ByteBuffer.wrap(packet.clone());
      Packet header =
          new Packet(bytes.getInt(8), bytes.getShort(2) & 0xFFFF, bytes.getInt(4) & 0xFFFFFFFFL);
      long delayNs = airDelays.applyAsLong(host, packets.merge(host, 1, Integer::sum));
      if (delayNs >= 0) {
        timers.schedule(
            delayNs,
            () -> {
              Voice voice = voices.get(to.getPort());
              if (voice != null) {
                voice.heard(timers.nowNs(), header);
              }
            });
      }
    }

    @Override
    public void close() {
      voices.remove(number);
    }
  }

  private void carry(String text, Predicate<Received> other) {
    said.add(text);
    diary.add(timers.nowNs() + " " + text);
    if (lots.nextDouble() >= loss) {
      Received message = Objects.requireNonNull(Received.read(text), text);
      timers.schedule(DELAY_NS, () -> strange += other.test(message) ? 0 : 1);
    }
  }

  BulkAgents agents(int count, Mix<Reaction> reactions, Spread talk) {
    return agents(BulkAgentsPlan.of(Names.of("a"), count, DOMAIN).reacting(reactions, talk));
  }

  BulkAgents agents(BulkAgentsPlan plan) {
    Line line = line(AGENTS, message -> callers.received(message));
    agents = new BulkAgents(List.of(line), plan, seed.of("agents"), book);
    return agents;
  }

  BulkCallers callers(BulkCallersPlan plan) {
    Line line = line(CALLERS, message -> agents.received(message));
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
