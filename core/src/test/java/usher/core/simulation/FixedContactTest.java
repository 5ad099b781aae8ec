package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.core.loop.Input;
import usher.sip.transport.LocatedServer;
import usher.sip.transport.ServerQuery;
import usher.sip.transport.TransportProtocol;

/** A phone that does not register, and is where a name leads. */
class FixedContactTest {
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration LONG = Duration.ofSeconds(40);

  private static final String DESK =
      """
        desk: { contact: "sip:+493012@desk.example", skills: { desk: 5 }, state: ready }
      queues: { desk: { needs: { desk: 1 } } }
      entries: [ { to: desk, queue: desk } ]
      """;

  private final SmallCentre centre = new SmallCentre(DESK, "olga:others");

  private void leadsTo(String... ips) {
    List<LocatedServer> servers = new ArrayList<>();
    for (String ip : ips) {
      InetSocketAddress address = new InetSocketAddress(ip, 5060);
      servers.add(new LocatedServer(TransportProtocol.UDP, address, servers.size(), 0));
    }
    ServerQuery query = new ServerQuery("desk.example", 0, null);
    long ttlNs = Duration.ofSeconds(60).toNanos();
    centre.server().acd().on(new Input.NameLocated(query, servers, ttlNs));
    centre.pass(SHORT);
  }

  @Test
  void whoWaitsIsServedAsSoonAsItIsKnownWhereTheNameLeads() {
    Phone desk = centre.outside();
    var call = centre.dials("caller", "desk");
    centre.pass(SHORT);
    assertThat(desk.heard()).isEmpty();
    leadsTo("10.0.2.1");
    assertThat(desk.heard()).containsExactly("incoming", "established");
    call.hangUp();
    centre.rest();
  }

  @Test
  void ofSeveralServersTheNextOneIsTried() {
    Phone desk = centre.outside();
    leadsTo("10.0.9.9", "10.0.2.1");
    var call = centre.dials("caller", "desk");
    centre.pass(LONG);
    assertThat(desk.heard()).containsExactly("incoming", "established");
    call.hangUp();
    centre.rest();
  }

  @Test
  void theNameThatLeadsElsewhereIsFollowedAndOneThatNobodyKnowsAnyMoreIsNot() {
    Phone desk = centre.outside();
    leadsTo("10.0.9.9");
    leadsTo("10.0.2.1");
    leadsTo();
    var call = centre.dials("caller", "desk");
    centre.pass(SHORT);
    assertThat(desk.heard()).containsExactly("incoming", "established");
    call.hangUp();
    centre.rest();
  }

  @Test
  void anAgentWhoIsNewWithAnAddressIsThereAtOnce() {
    SmallCentre small =
        new SmallCentre(
            """
            queues: { others: { needs: { others: 1 } } }
            entries: [ { to: others, queue: others } ]
            """,
            "olga:others");
    Phone desk = small.outside();
    small.adopt(DESK.replace("desk.example", "10.0.2.1"), "olga:others");
    var call = small.dials("caller", "desk");
    small.pass(SHORT);
    assertThat(desk.heard()).containsExactly("incoming", "established");
    call.hangUp();
    small.rest();
  }

  @Test
  void aContactThatIsGivenAnAddressIsThereAtOnce() {
    Phone desk = centre.outside();
    centre.adopt(DESK.replace("desk.example", "10.0.2.1"), "olga:others");
    var call = centre.dials("caller", "desk");
    centre.pass(SHORT);
    assertThat(desk.heard()).containsExactly("incoming", "established");
    call.hangUp();
    centre.rest();
    centre.adopt(DESK.replace("desk.example", "other.example"), "olga:others");
    var other = centre.dials("caller", "desk");
    centre.pass(SHORT);
    assertThat(desk.heard()).hasSize(3);
    other.hangUp();
    centre.rest();
  }
}
