package usher.softphone.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import usher.sip.media.SimulatedMediaPlane;
import usher.sip.transport.TransportProtocol;
import usher.softphone.PhoneHost;
import usher.softphone.Registrar;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;
import usher.softphone.network.LinkQuality;
import usher.softphone.network.SimulatedHost;
import usher.softphone.network.SimulatedNetwork;

/** A hundred agents and their registrar. */
class AgentFleetTest {
  private static final int AGENTS = 100;

  private final SimulatedNetwork network = new SimulatedNetwork(new Seed(1));
  private final SimulatedHost serversMachine = network.host("server", address(9));
  private final SimulatedHost machine = network.host("agents", address(1));
  private final Registrar registrar =
      new Registrar(serversMachine, serversMachine.locals(), SimulatedNetwork.START_NS);
  private final PhoneHost host =
      new PhoneHost(
          machine,
          machine.locals(),
          SimulatedNetwork.START_NS,
          new SimulatedMediaPlane(address(1).getAddress(), 20_000, 1_000),
          new Seed(1));

  AgentFleetTest() {
    serversMachine.run(registrar);
    machine.run(host);
  }

  @Test
  void theyRegisterAtTheirPaceStayRegisteredAndLeaveNothingBehind() {
    registrar.grantedS = 120;
    AgentFleet agents = new AgentFleet(host, plan().registering(Duration.ofMinutes(2), 50), seed());
    agents.start();
    run(Duration.ofSeconds(1));
    assertThat(agents.registered()).isBetween(48, 52);
    run(Duration.ofMinutes(10));
    assertThat(agents.registered()).isEqualTo(AGENTS);
    assertThat(agents.registrationFailures()).isEmpty();

    agents.stop();
    run(Duration.ofSeconds(1));
    assertThat(agents.isStopped()).isTrue();
    assertThat(registrar.contacts()).isEmpty();
    assertThat(network.runUntilIdle(network.nowNs() + Duration.ofHours(2).toNanos())).isTrue();
    assertThat(host.remembered()).isZero();
  }

  @Test
  void theyComeAndGoAndLoseTheirPowerAndAreAllBackInTheEnd() {
    network.quality(LinkQuality.BAD);
    Spread minute = Spread.exponential(Duration.ofMinutes(1));
    AgentsPlan restless =
        plan()
            .absent(
                minute,
                Mix.<Reaction>always(new Reaction.Leave(minute))
                    .or(1, new Reaction.Vanish(minute)));
    AgentFleet agents = new AgentFleet(host, restless, seed());
    agents.start();
    run(Duration.ofMinutes(20));
    assertThat(agents.registered()).isBetween(1, AGENTS - 1);

    agents.stop();
    run(Duration.ofMinutes(5));
    assertThat(agents.isStopped()).isTrue();
  }

  @Test
  void wrongPasswordsAreCountedByStatus() {
    registrar.password = "another";
    AgentFleet agents = new AgentFleet(host, plan(), seed());
    agents.start();
    run(Duration.ofMinutes(1));

    assertThat(agents.registrationFailures()).containsOnly(Map.entry(401, (long) AGENTS));
  }

  private void run(Duration length) {
    network.runFor(length.toNanos());
  }

  private static Seed seed() {
    return new Seed(2);
  }

  private AgentsPlan plan() {
    return AgentsPlan.of(
        Names.of("a"),
        AGENTS,
        "usher.test",
        machine.flow(TransportProtocol.UDP).to(address(9)),
        Passwords.rule("secret"),
        Behaviour.agent(Spread.NONE, Spread.NEVER));
  }

  private static InetSocketAddress address(int last) {
    try {
      InetAddress ip = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
      return new InetSocketAddress(ip, 5060);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
