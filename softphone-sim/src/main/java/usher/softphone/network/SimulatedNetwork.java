package usher.softphone.network;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import usher.softphone.chance.Seed;

/**
 * Hosts and what lies between them, on virtual time. The time begins at {@link #START_NS} and only
 * passes inside the {@code run...} methods, from event to event. Of events at the same instant the
 * one that was caused first comes first, and messages come before deadlines of nodes, so a run
 * depends on nothing but the seed and what the caller does.
 *
 * <p>One thread.
 */
public final class SimulatedNetwork {
  /** When every simulation begins, in ns: not zero, so that a forgotten zero is no valid time. */
  public static final long START_NS = 1_000_000_000L;

  /** More events than this at one instant are a circle: somebody acts without time passing. */
  public static final int EVENTS_AT_ONE_INSTANT_MAX = 1_000_000;

  private record Way(SimulatedHost from, SimulatedHost to) {}

  private final Seed seed;
  private final Agenda agenda = new Agenda();
  private final Carrier carrier = new Carrier(this);
  private final List<SimulatedHost> hosts = new ArrayList<>();
  private final Map<InetSocketAddress, SimulatedHost> hostsByAddress = new HashMap<>();
  private final Map<Way, Link> links = new HashMap<>();

  private LinkQuality usualQuality = LinkQuality.GOOD;
  private long nowNs = START_NS;
  private int eventsNow;

  /** An empty network whose links are {@link LinkQuality#GOOD}. */
  public SimulatedNetwork(Seed seed) {
    this.seed = seed;
  }

  // ---- building

  /**
   * Adds a host that listens on these addresses, for datagrams and streams.
   *
   * @param name its own, for traces and for its links' lots
   */
  public SimulatedHost host(String name, InetSocketAddress... addresses) {
    SimulatedHost host = new SimulatedHost(carrier, name, List.of(addresses));
    for (InetSocketAddress address : addresses) {
      if (hostsByAddress.putIfAbsent(address, host) != null) {
        throw new IllegalArgumentException(address + " is taken");
      }
    }
    hosts.add(host);
    return host;
  }

  @Nullable SimulatedHost hostAt(InetSocketAddress address) {
    return hostsByAddress.get(address);
  }

  /** How good every link is from now on. */
  public void quality(LinkQuality quality) {
    usualQuality = quality;
    links.values().forEach(link -> link.quality(quality));
  }

  /** How well {@code to} hears {@code from} from now on. */
  public void quality(SimulatedHost from, SimulatedHost to, LinkQuality quality) {
    link(from, to).quality(quality);
  }

  Link link(SimulatedHost from, SimulatedHost to) {
    return links.computeIfAbsent(
        new Way(from, to),
        way -> new Link(usualQuality, seed.random(from.name() + " to " + to.name())));
  }

  /** From now on everything is told to this reader as well, with the messages, for a look at it. */
  public void trace(Consumer<String> reader) {
    carrier.trace().readBy(reader);
  }

  // ---- time

  /** The instant being simulated, in ns. */
  public long nowNs() {
    return nowNs;
  }

  /** Does this {@code delayNs} from now; all nodes know the time by then. */
  public void after(long delayNs, Runnable action) {
    agenda.at(
        nowNs + delayNs,
        () -> {
          advanceNodes();
          action.run();
        });
  }

  void at(long atNs, Runnable action) {
    agenda.at(atNs, action);
  }

  private void advanceNodes() {
    for (SimulatedHost host : hosts) {
      SimulatedNode node = host.node();
      if (node != null) {
        node.advance(nowNs);
      }
    }
  }

  /** Lets time pass up to this instant, which then is {@link #nowNs}. */
  public void runUntil(long toNs) {
    while (nextNs() <= toNs) {
      step();
    }
    nowNs = Math.max(nowNs, toNs);
    advanceNodes();
  }

  /** Lets so much time pass. */
  public void runFor(long lengthNs) {
    runUntil(nowNs + lengthNs);
  }

  /**
   * Lets time pass until nothing is under way and no node waits for anything.
   *
   * @return false if that was not so by {@code limitNs}
   */
  public boolean runUntilIdle(long limitNs) {
    return runWhile(() -> nextNs() != Long.MAX_VALUE, limitNs);
  }

  /**
   * Lets time pass event by event while this holds.
   *
   * @return false if it still held at {@code limitNs}
   */
  public boolean runWhile(BooleanSupplier goOn, long limitNs) {
    while (goOn.getAsBoolean()) {
      if (nextNs() > limitNs) {
        runUntil(limitNs);
        return !goOn.getAsBoolean();
      }
      step();
    }
    return true;
  }

  private long nextNs() {
    long nextNs = agenda.nextNs();
    for (SimulatedHost host : hosts) {
      nextNs = Math.min(nextNs, deadlineNs(host));
    }
    return nextNs;
  }

  private static long deadlineNs(SimulatedHost host) {
    SimulatedNode node = host.node();
    return node == null ? Long.MAX_VALUE : node.nextDeadlineNs();
  }

  private void step() {
    long nextNs = Math.max(nowNs, nextNs());
    eventsNow = nextNs == nowNs ? eventsNow + 1 : 0;
    if (eventsNow > EVENTS_AT_ONE_INSTANT_MAX) {
      throw new IllegalStateException("no end of events at " + nowNs + " ns");
    }
    nowNs = nextNs;
    if (agenda.nextNs() <= nowNs) {
      agenda.runFirst();
    } else {
      advanceDue();
    }
  }

  private void advanceDue() {
    for (SimulatedHost host : hosts) {
      SimulatedNode node = host.node();
      if (node != null && node.nextDeadlineNs() <= nowNs) {
        node.advance(nowNs);
        return;
      }
    }
  }

  // ---- what happened

  /** What became of the messages so far. */
  public NetworkFigures figures() {
    return carrier.figures();
  }

  /** SHA-256, in hex, of every message and what became of it when. Equal runs have equal ones. */
  public String traceDigest() {
    return carrier.trace().digest();
  }
}
