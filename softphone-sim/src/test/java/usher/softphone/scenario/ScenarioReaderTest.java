package usher.softphone.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usher.sip.transport.TransportProtocol;
import usher.softphone.bulk.Access;
import usher.softphone.bulk.Arrivals;
import usher.softphone.bulk.BulkAgentsPlan;
import usher.softphone.bulk.BulkCallersPlan;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.Reaction;

/** What a scenario's file may say. */
class ScenarioReaderTest {
  @TempDir Path directory;

  private ScenarioResult read(String text) {
    return ScenarioReader.read(text, "load.yaml", directory);
  }

  private Scenario valid(String text) {
    assertThat(read(text)).isInstanceOf(ScenarioResult.Valid.class);
    return ((ScenarioResult.Valid) read(text)).scenario();
  }

  private List<String> errors(String text) {
    assertThat(read(text)).isInstanceOf(ScenarioResult.Invalid.class);
    return ((ScenarioResult.Invalid) read(text)).errors();
  }

  @Test
  void everythingThatCanBeSaidIsRead() {
    Scenario scenario =
        valid(
            """
            server: 127.0.0.1:5060
            domain: usher.test
            seed: 7
            length: 90s
            grace: 5s
            agents:
              - prefix: b
                count: 200
                at: 127.0.0.2:6200
                register: { password: "p-{user}", expires: 5m, per-second: 50 }
                storm: { at: 30s, within: 10s }
                answer: 1s-3s
                talk: exp:20s
                refuse: 5%
                ignore: 1%
                vanish: 1%
                hang-up-at-once: 1%
            callers:
              - prefix: d
                at: 127.0.0.3:0
                to: { sales: 3, support: 1 }
                rate: 100
                arrivals: poisson
                calls: 1000
                at-once: 500
                patience: exp:60s
                talk: 2s-8s
                refresh: 30s
            """);
    assertThat(scenario.server().getPort()).isEqualTo(5060);
    assertThat(scenario.seed()).hasValue(7);
    assertThat(scenario.grace()).isEqualTo(Duration.ofSeconds(5));

    Scenario.Agents agents = scenario.agents().getFirst();
    assertThat(agents.storm())
        .isEqualTo(new Scenario.Storm(Duration.ofSeconds(30), Duration.ofSeconds(10)));
    BulkAgentsPlan plan = agents.plan();
    assertThat(plan.names().at(0)).isEqualTo("b00001");
    assertThat(plan.reactions().things()).hasSize(5);
    BulkAgentsPlan.Registering registering = Objects.requireNonNull(plan.registering());
    assertThat(registering.passwords().of("b00001")).isEqualTo("p-b00001");
    assertThat(registering.perS()).isEqualTo(50);

    BulkCallersPlan callers = scenario.callers().getFirst().plan();
    assertThat(callers.targets().things()).containsExactly("sales", "support");
    assertThat(callers.arrivals()).isEqualTo(new Arrivals.Poisson(100));
    assertThat(callers.length()).isEqualTo(Duration.ofSeconds(90));
    assertThat(callers.patience()).isEqualTo(Spread.exponential(Duration.ofMinutes(1)));
    assertThat(callers.refreshEvery()).isEqualTo(Spread.fixed(Duration.ofSeconds(30)));
  }

  @Test
  void theExampleOfTheDistributionIsValid() throws IOException {
    assertThat(ScenarioReader.read(Path.of("src/main/dist/load.yaml")))
        .isInstanceOf(ScenarioResult.Valid.class);
  }

  @Test
  void littleIsEnough() {
    Scenario scenario =
        valid(
            """
            server: "[::1]:5060"
            agents: [ { count: 2, at: "[::1]:0" } ]
            """);
    BulkAgentsPlan plan = scenario.agents().getFirst().plan();
    assertThat(plan.registering()).isNull();
    assertThat(plan.reactions().things().getFirst()).isEqualTo(new Reaction.Answer(Spread.NONE));
    assertThat(scenario.seed()).isEmpty();
  }

  @Test
  void phonesOfSeveralTransportsAreSeveralLists() throws IOException {
    Path authorities = Files.writeString(directory.resolve("authorities.pem"), "");
    Scenario scenario =
        valid(
            """
            server: 127.0.0.1:5060
            trusted: authorities.pem
            agents:
              - { count: 20, at: "127.0.0.2:6200", move: { at: 5s, to: "127.0.0.4:0" } }
              - { count: 5, at: "127.0.0.2:0", transport: wss, server: "127.0.0.1:443" }
            callers:
              - { at: "127.0.0.3:0", to: sales, rate: 1, transport: tcp, connections: 8 }
            """);
    assertThat(scenario.trusted()).isEqualTo(authorities);
    Scenario.Agents plain = scenario.agents().getFirst();
    assertThat(plain.access().transport()).isEqualTo(TransportProtocol.UDP);
    assertThat(plain.access().server()).isEqualTo(scenario.server());
    assertThat(Objects.requireNonNull(plain.move()).at()).isEqualTo(Duration.ofSeconds(5));
    Access browsers = scenario.agents().getLast().access();
    assertThat(browsers.transport()).isEqualTo(TransportProtocol.WSS);
    assertThat(browsers.server().getPort()).isEqualTo(443);
    assertThat(scenario.callers().getFirst().access().connections()).isEqualTo(8);

    assertThat(errors("{ server: \"127.0.0.1:1\", trusted: none.pem }"))
        .anyMatch(error -> error.contains("cannot read") && error.contains("none.pem"));
    assertThat(errors("{ server: \"127.0.0.1:1\", agents: [ { count: 1, transport: sctp } ] }"))
        .anyMatch(error -> error.endsWith("transport is sctp: expected udp, tcp, tls, ws or wss"));
  }

  @Test
  void aDayIsReadFromTheFileBesideIt() throws IOException {
    Files.writeString(directory.resolve("day.csv"), "07:00,60\n07:10,120\n");
    Scenario scenario =
        valid(
            """
            server: 127.0.0.1:5060
            callers: [ { at: "127.0.0.3:0", to: sales, day: day.csv, speed: 60 } ]
            """);
    Arrivals.Profile day = (Arrivals.Profile) scenario.callers().getFirst().plan().arrivals();
    assertThat(day.steps()).hasSize(2);
    assertThat(day.steps().getLast().perS()).isEqualTo(12);
  }

  @Test
  void everyMistakeHasItsPlaceAndSaysWhatWouldBeRight() throws IOException {
    Files.writeString(directory.resolve("bad.csv"), "07:00,60\n07:10\n");
    List<String> errors =
        errors(
            """
            server: localhost
            lenght: 60s
            agents:
              - count: 0
                storm: { at: 1s, within: 1s }
                refuse: 500
            callers:
              - { at: "127.0.0.3:0", to: sales, arrivals: often }
              - { at: "127.0.0.3:0", to: { sales: none }, day: bad.csv }
              - { at: "127.0.0.3:0", rate: 1, talk: [ 1s ] }
            """);
    assertThat(errors)
        .containsExactlyInAnyOrder(
            "load.yaml:2:1: unknown key lenght: expected one of server, domain, trusted, seed,"
                + " length, grace, agents, callers",
            "load.yaml:1:9: server is localhost: expected an address and a port, such as"
                + " 127.0.0.1:5060",
            "load.yaml:4:12: count is 0: expected a whole number, one or more",
            "load.yaml:6:13: refuse is 500: expected a share such as 5%",
            "load.yaml:4:5: at is missing: expected an address and a port, such as"
                + " 127.0.0.1:5060",
            "load.yaml:5:12: these agents do not register: expected register beside it",
            "load.yaml:8:47: arrivals is often: expected constant or poisson",
            "load.yaml:8:5: rate is missing: expected rate, or day",
            "load.yaml:9:30: sales has no weight above zero: expected a user, or users with"
                + " weights: { sales: 3, support: 1 }",
            "load.yaml:9:52: bad.csv: line 2: expected HH:MM,calls, not 07:10: expected lines"
                + " HH:MM,calls",
            "load.yaml:10:5: to is missing: expected a user, or users with weights: { sales: 3,"
                + " support: 1 }",
            "load.yaml:10:41: talk is no single value: expected 2s, 1s-3s, exp:30s or never");
  }

  @Test
  void whatIsNoYamlIsSaid() {
    assertThat(errors("server: [")).singleElement().asString().startsWith("load.yaml:1:10: ");
    assertThat(errors(""))
        .containsExactly("load.yaml:1:1: the file is empty: expected server, agents and callers");
    assertThat(errors("server: 127.0.0.1:5060"))
        .containsExactly("load.yaml:1:1: nobody is there: expected agents, callers, or both");
  }

  @Test
  void audioIsAShareOfCallsAndNotForThoseWhoWouldHaveToEncryptIt() {
    String callers =
        """
        server: 127.0.0.1:5060
        callers:
          - { at: "127.0.0.3:0", to: sales, rate: 1, audio: %s }
        """;
    assertThat(valid(callers.formatted("10%")).callers().getFirst().plan().audio()).isEqualTo(0.1);
    assertThat(errors(callers.formatted("10%, transport: wss")))
        .containsExactly(
            "load.yaml:3:53: who speaks SIP over WebSockets encrypts his audio: expected udp, tcp"
                + " or tls");
  }

  @Test
  void skillsAreAShareOfTheAgentsAndLevels() {
    String agents =
        """
        server: 127.0.0.1:5060
        agents:
          - { at: "127.0.0.2:6200", count: 3, skills: { sales: %s } }
        """;
    assertThat(valid(agents.formatted("30% 1-9")).agents().getFirst().skills().parts())
        .containsExactly(new SkillMix.Part("sales", 0.3, 1, 9));
    assertThat(valid(agents.formatted("5")).agents().getFirst().skills().parts())
        .containsExactly(new SkillMix.Part("sales", 1, 5, 5));
    for (String wrong : List.of("11", "9-1", "101% 5", "much")) {
      assertThat(errors(agents.formatted(wrong)))
          .containsExactly(
              "load.yaml:3:47: sales is "
                  + wrong
                  + ": expected { sales: 5, english: 30% 1-9 }, levels from 0 to 10");
    }
  }
}
