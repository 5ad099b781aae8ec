package usher.softphone.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.sip.media.SimulatedMediaPlane;
import usher.softphone.PhoneHost;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;
import usher.softphone.network.LinkQuality;
import usher.softphone.network.SimulatedHost;
import usher.softphone.network.SimulatedNetwork;

/**
 * Callers call agents directly, a whole hour, over a network that loses, doubles, delays and
 * reorders; both sides answer, refuse, give up, hold, vanish and hang up as they like. Whatever
 * happens, every call has one outcome, and nothing is left.
 */
class FleetsOverABadNetworkTest {
  private static final int AGENTS = 40;
  private static final int CALLS = 600;

  private final Set<Long> outcomes = new HashSet<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyCallHasOneOutcomeAndNothingIsLeft(long seed) {
    Hour hour = new Hour(seed, "", LinkQuality.BAD);
    hour.run();

    CallerFigures callers = hour.callers.figures();
    assertThat(callers.attempted()).isEqualTo(CALLS);
    assertThat(outcomes).hasSize(CALLS);
    assertThat(callers.live()).isZero();
    assertThat(
            callers.answered()
                + callers.abandoned()
                + callers.broken()
                + callers.vanished()
                + callers.failedTotal())
        .isEqualTo(CALLS);
    assertThat(hour.agents.figures().live()).isZero();
    assertThat(hour.callersHost.remembered()).isZero();
    assertThat(hour.agentsHost.remembered()).isZero();
    assertThat(hour.callersHost.liveCalls()).isZero();
    assertThat(hour.agentsHost.liveCalls()).isZero();
  }

  @Test
  void theSameSeedIsTheSameHourToTheByteAndAnotherSeedIsNot() {
    assertThat(digest(7)).isEqualTo(digest(7)).isNotEqualTo(digest(8));
  }

  @Test
  void overStreamsNothingIsLostEither() {
    Hour hour = new Hour(3, ";transport=tcp", LinkQuality.BAD);
    hour.run();

    assertThat(outcomes).hasSize(CALLS);
    assertThat(hour.agentsHost.remembered()).isZero();
    assertThat(hour.callersHost.remembered()).isZero();
  }

  private String digest(long seed) {
    outcomes.clear();
    Hour hour = new Hour(seed, "", LinkQuality.BAD);
    hour.run();
    return hour.network.traceDigest();
  }

  private final class Hour {
    final SimulatedNetwork network;
    final PhoneHost callersHost;
    final PhoneHost agentsHost;
    final AgentFleet agents;
    final CallerFleet callers;

    Hour(long seedValue, String uriParameters, LinkQuality quality) {
      Seed seed = new Seed(seedValue);
      network = new SimulatedNetwork(seed.of("network"));
      network.quality(quality);
      callersHost = host("callers", 1, seed);
      agentsHost = host("agents", 2, seed);
      agents =
          new AgentFleet(
              agentsHost,
              AgentsPlan.of(Names.of("a"), AGENTS, "usher.test", null, _ -> "", agent()),
              seed.of("agents"));
      callers = new CallerFleet(callersHost, callersPlan(uriParameters), seed, this::told);
    }

    private void told(CallOutcome outcome) {
      assertThat(outcomes.add(outcome.number())).as("first outcome of %s", outcome).isTrue();
    }

    private PhoneHost host(String name, int last, Seed seed) {
      SimulatedHost machine = network.host(name, address(last));
      var media = new SimulatedMediaPlane(address(last).getAddress(), 20_000, 5_000);
      var host =
          new PhoneHost(machine, machine.locals(), SimulatedNetwork.START_NS, media, seed.of(name));
      machine.run(host);
      return host;
    }

    void run() {
      agents.start();
      callers.start();
      assertThat(network.runUntilIdle(Duration.ofHours(3).toNanos())).isTrue();
      assertThat(callers.isDone()).isTrue();
    }
  }

  private static InetSocketAddress address(int last) {
    try {
      InetAddress ip = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
      return new InetSocketAddress(ip, 5060);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Behaviour agent() {
    Spread soon = Spread.between(Duration.ZERO, Duration.ofSeconds(6));
    Spread call = Spread.exponential(Duration.ofSeconds(40));
    return Behaviour.agent(soon, call)
        .reacting(0.1, new Reaction.Refuse(soon, 486))
        .reacting(0.1, new Reaction.Ignore())
        .reacting(0.05, new Reaction.AnswerAndHangUp(soon))
        .reacting(0.03, new Reaction.Vanish(Spread.exponential(Duration.ofSeconds(30))))
        .conducting(0.2, Conduct.talk(call).holding(soon, soon))
        .conducting(0.1, Conduct.talk(call).refreshing())
        .conducting(0.03, Conduct.listen().vanishing(soon));
  }

  private static Behaviour caller() {
    Spread patience = Spread.between(Duration.ofSeconds(1), Duration.ofSeconds(20));
    Spread call = Spread.exponential(Duration.ofSeconds(30));
    return Behaviour.caller(patience, call)
        .conducting(
            0.2,
            Conduct.talk(call)
                .holding(Spread.NONE, Spread.between(Duration.ZERO, Duration.ofSeconds(5))))
        .conducting(0.1, Conduct.talk(Spread.NONE))
        .conducting(0.1, Conduct.talk(call).refreshing())
        .conducting(0.03, Conduct.talk(call).vanishing(call));
  }

  private static CallersPlan callersPlan(String uriParameters) {
    Mix<String> targets = Mix.always("sip:nobody@10.0.0.2:5060" + uriParameters);
    for (int i = 0; i < AGENTS; i++) {
      targets = targets.or(1, "sip:" + Names.of("a").at(i) + "@10.0.0.2:5060" + uriParameters);
    }
    return new CallersPlan(
        Names.of("c"),
        "usher.test",
        null,
        _ -> "",
        targets,
        CallersPlan.poisson(0.5),
        CALLS,
        1_000,
        caller());
  }
}
