package usher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrunkReaderTest {
  private static ConfigResult read(String trunks) {
    return read(trunks, "");
  }

  private static ConfigResult read(String trunks, String sip) {
    String yaml =
        """
        sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ]%s }
        agents: { bob: { password: x } }
        queues: { help: { overflow: [ { when: { wait: 1s }, do: { external: "tel:+4930" } } ] } }
        entries: [ { to: help, queue: help } ]
        trunks: [ %s ]
        """
            .formatted(sip, trunks);
    return ConfigReader.read(yaml, "usher.yaml", Path.of("."));
  }

  private static TrunkConfig valid(String trunk) {
    ConfigResult result = read(trunk);
    assertThat(result).isInstanceOf(ConfigResult.Valid.class);
    return ((ConfigResult.Valid) result).config().trunks().getFirst();
  }

  @Test
  void aNameIsEnoughAndMeansModestThings() {
    TrunkConfig trunk = valid("{ name: north }");
    assertThat(trunk.targets()).isEmpty();
    assertThat(trunk.addresses()).isEmpty();
    assertThat(trunk.trusted()).isFalse();
    assertThat(trunk.register()).isNull();
    assertThat(trunk.probe()).isEqualTo(TrunkConfig.DEFAULT_PROBE);
  }

  @Test
  void whatIsSaidCounts() {
    TrunkConfig trunk =
        valid(
            """
            { name: north, probe: 1m, trusted: true, limit: { calls: 30, calls-per-second: 5 },
              targets: [ "sip:sbc.example;transport=tls", "sip:[2001:db8::1]:5080", sip:192.0.2.7 ],
              addresses: [ 192.0.2.0/24, "2001:db8::/32" ],
              register: { address: "sip:4930@n.example", password: pw, realm: n, expires: 5m } }
            """);
    assertThat(trunk.targets())
        .extracting(TrunkTarget::toString)
        .containsExactly(
            "sip:sbc.example;transport=tls", "sip:[2001:db8::1]:5080", "sip:192.0.2.7");
    assertThat(trunk.calls()).isEqualTo(30);
    assertThat(trunk.callsPerSecond()).isEqualTo(5);
    assertThat(trunk.probe()).isEqualTo(Duration.ofMinutes(1));
    TrunkConfig.Register register = Objects.requireNonNull(trunk.register());
    assertThat(register.user()).as("of the address").isEqualTo("4930");
    assertThat(register.domain()).isEqualTo("n.example");
    assertThat(register.expires()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void itHasCertificatesOfItsOwn() {
    String with = ", tls: { certificate: c.pem, key: k.pem }";
    var read =
        (ConfigResult.Valid)
            read(
                "{ name: north, targets: [ sip:h ], tls: { certificate: north/c.pem,"
                    + " key: north/k.pem, trusted: ca.pem, names: [ SBC.north.example ] } },"
                    + " { name: south, targets: [ sip:g ] }",
                with);
    TrunkConfig.Tls tls = Objects.requireNonNull(read.config().trunks().getFirst().tls());
    assertThat(tls.certificate()).isEqualTo(Path.of("./north/c.pem"));
    assertThat(tls.names()).containsExactly("sbc.north.example");
    assertThat(read.places().of("trunks.north.tls.trusted")).hasToString("usher.yaml:5:106");
    assertThat(read.config().trunks().getLast().tls()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "sip:[2001:db8::1]:5061, 2001:db8:0:0:0:0:0:1",
    "sip:192.0.2.7, 192.0.2.7",
    "sip:SBC.North.example;transport=tls, sbc.north.example"
  })
  void aTargetIsCalledUnderOneName(String written, String called) {
    assertThat(TrunkTarget.parse(written).orElseThrow().called()).isEqualTo(called);
  }

  @Test
  void itsPasswordIsNotKeptElsewhere() {
    var read =
        (ConfigResult.Valid)
            read(
                "{ name: n, targets: [ sip:192.0.2.7 ], register:"
                    + " { address: \"sip:4930@n.example\", password: hush, realm: n } }");
    assertThat(read.text()).doesNotContain("hush");
    assertThat(read.config().trunks().toString()).doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.8/29, 192.0.2.15, true",
    "192.0.2.8/29, 192.0.2.16, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 198.51.100.1, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false"
  })
  void aRangeHasTheAddressesThatBeginAlike(String range, String address, boolean inside) {
    TrunkConfig trunk = valid("{ name: north, addresses: [ \"" + range + "\" ] }");
    assertThat(trunk.includes(InetAddress.ofLiteral(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ targets: [ sip:192.0.2.7 ] }",
        "{ name: a }, { name: a }",
        "{ name: a, targets: [ 192.0.2.7 ] }",
        "{ name: a, targets: [ \"sip:host;transport=sctp\" ] }",
        "{ name: a, targets: [ \"sip:host:0\" ] }",
        "{ name: a, addresses: [ 192.0.2.0/33 ] }",
        "{ name: a, addresses: [ north.example ] }",
        "{ name: a, limit: { calls: 0 } }",
        "{ name: a, probe: 1s }",
        "{ name: a, register: { address: \"sip:1@n\", password: x, realm: n } }",
        "{ name: a, targets: [ sip:h ], register: { address: \"sip:1@n\", password: x } }",
        "{ name: a, speed: fast }",
        "{ name: a, tls: { names: [ \"a b\" ] } }",
        "{ name: a, tls: { certificate: a.pem } }",
        "{ name: a, targets: [ sip:h ], tls: {} }, { name: b, targets: [ sip:H ] }"
      })
  void aMistakeIsToldWithItsPlace(String mistake) {
    assertThat(read(mistake))
        .isInstanceOfSatisfying(
            ConfigResult.Invalid.class,
            invalid -> assertThat(invalid.errors().getFirst().line()).isEqualTo(5));
  }

  @ParameterizedTest
  @CsvSource({"+493012, tel:+493012", "+4940, "})
  void aNumberMayBeAllowedOverTheTrunks(String dialled, String uri) {
    OutsideNumber number = OutsideNumber.parse("tel:+4930*").orElseThrow();
    assertThat(number.uriOf(dialled)).isEqualTo(uri);
    assertThat(number).hasToString("tel:+4930*");
  }

  @Test
  void oneSourceMayAskForSoMuch() {
    assertThat(source("").unlimited()).hasSize(2);
    SipConfig.PerSource source = source(", per-source: { calls: 7, unlimited: [ 192.0.2.0/24 ] }");
    assertThat(source.calls()).isEqualTo(7);
    assertThat(source.others()).isEqualTo(SipConfig.PerSource.DEFAULT.others());
    assertThat(source.unlimited()).hasToString("[192.0.2.0/24]");
  }

  private static SipConfig.PerSource source(String said) {
    String yaml =
        """
        sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] %s }
        agents: { bob: { password: x } }
        queues: { help: {} }
        entries: [ { to: help, queue: help } ]
        """
            .formatted(said);
    return ((ConfigResult.Valid) ConfigReader.read(yaml, "usher.yaml", Path.of(".")))
        .config()
        .sip()
        .perSource();
  }
}
