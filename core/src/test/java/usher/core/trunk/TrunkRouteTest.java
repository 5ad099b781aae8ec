package usher.core.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import usher.core.call.CallerIdentity;
import usher.core.call.OutsideRoute;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.config.TrunkConfig;
import usher.sip.dialog.LocalAddresses;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.Header;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;
import usher.sip.transport.TransportProtocol;

/** A call over a trunk that wants to know whose it is. */
class TrunkRouteTest {
  private static final CallerIdentity CALLER = CallerIdentity.of("<sip:+49777@usher.test>");

  private final OutsideRoute route = trunks().route("tel:+493012", CALLER);

  private static Trunks trunks() {
    Timers timers = new Timers(0);
    TokenSource tokens = new TokenSource(new byte[TokenSource.SEED_BYTES]);
    InetSocketAddress ours = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5060);
    Trunks trunks =
        new Trunks(
            config(),
            new TrunkSurroundings(
                new Transactions((_, _) -> {}, timers, tokens, new NobodyCalls()),
                timers,
                tokens,
                new LocalAddresses(Map.of(TransportProtocol.UDP, ours)),
                "usher.test",
                _ -> {},
                _ -> null));
    trunks.start();
    return trunks;
  }

  private static List<TrunkConfig> config() {
    String yaml =
        """
        sip: { domain: usher.test, listen: [ "udp://192.0.2.1:5060" ] }
        agents: { bob: { password: x } }
        queues: { help: {} }
        entries: [ { to: help, queue: help } ]
        trunks:
          - name: north
            targets: [ "sip:192.0.2.7", "sip:192.0.2.8" ]
            register: { address: "sip:4930@north.example", password: secret, realm: north }
        """;
    return ((ConfigResult.Valid) ConfigReader.read(yaml, "test.yaml", Path.of(".")))
        .config()
        .trunks();
  }

  private static SipResponse challenge(String realm, String nonce) {
    return SipWriter.response(407)
        .header(Header.VIA, "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa")
        .header(Header.FROM, "<sip:a@example.org>;tag=a")
        .header(Header.TO, "<sip:a@example.org>;tag=b")
        .header(Header.CALL_ID, "c")
        .header(Header.CSEQ, "1 INVITE")
        .header(
            Header.PROXY_AUTHENTICATE,
            "Digest realm=\"%s\", nonce=\"%s\", qop=\"auth\", algorithm=SHA-256"
                .formatted(realm, nonce))
        .toResponse();
  }

  private OutsideRoute.Way first() {
    return Objects.requireNonNull(route.next());
  }

  @Test
  void itIsProvedOnceToTheSameServer() {
    OutsideRoute.Way first = first();
    assertThat(first.headers()).isEmpty();
    assertThat(first.from())
        .as("the trunk knows us by our own address")
        .isEqualTo("<sip:4930@north.example>");
    OutsideRoute.Way again = Objects.requireNonNull(route.after(407, challenge("north", "n1")));
    assertThat(again.target()).isEqualTo(first.target());
    assertThat(again.headers()).extracting(HeaderLine::name).containsExactly("Proxy-Authorization");
    assertThat(route.after(407, challenge("north", "n2"))).as("a wrong password").isNull();
  }

  @Test
  void itIsNotProvedToAnyOtherRealm() {
    first();
    assertThat(route.after(407, challenge("elsewhere", "n1"))).isNull();
  }

  @Test
  void theNextServerIsTriedWithoutWhatTheFirstWasTold() {
    first();
    Objects.requireNonNull(route.after(407, challenge("north", "n1")));
    OutsideRoute.Way next = Objects.requireNonNull(route.after(503, null));
    assertThat(next.target().uri()).isEqualTo("sip:+493012@192.0.2.8;user=phone");
    assertThat(next.headers()).isEmpty();
    assertThat(route.after(503, null)).isNull();
  }
}
