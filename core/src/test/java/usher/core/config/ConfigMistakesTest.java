package usher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One right configuration, and each way of spoiling it. */
class ConfigMistakesTest {

  private static final String RIGHT =
      """
      sip:
        domain: usher.test
        listen: [ "udp://127.0.0.1:5060" ]
        media-ports: 20000-29999
      agents:
        alice: { password: secret, skills: { sales: 5 } }
        bob: { contact: "sip:bob@127.0.0.1:6000" }
      queues:
        sales: { needs: { sales: 1 }, ring: 15s }
      entries:
        - { to: sales, queue: sales }
      """;

  @Test
  void theRightOneIsRight() {
    assertThat(errors(RIGHT)).isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          domain: usher.test           | domain: a..b                     | 2:11  | domain is "a..b"
          domain: usher.test           | domain: -a                       | 2:11  | domain is "-a"
          domain: usher.test           | domain:                          | 2:10  | domain is empty
          '["udp://127.0.0.1:5060" ]'  | '[]'                             | 3:11  | listen is empty
          '["udp://127.0.0.1:5060" ]'  | udp                              | 3:11  | listen is "udp"
          udp://127.0.0.1:5060         | udp://localhost:5060             | 3:13  | listener is
          udp://127.0.0.1:5060         | udp://256.0.0.1:5060             | 3:13  | listener is
          udp://127.0.0.1:5060         | udp://127.0.0.1:65536            | 3:13  | listener is
          udp://127.0.0.1:5060         | sctp://127.0.0.1:5060            | 3:13  | listener is
          udp://127.0.0.1:5060         | tls://127.0.0.1:5061             | 3:13  | needs a certificate
          udp://127.0.0.1:5060         | wss://127.0.0.1:443              | 3:13  | needs a certificate
          media-ports: 20000-29999     | tls: { certificate: a.pem }      | 4:8   | tls has no key
          media-ports: 20000-29999     | tls: { key: a, certificate: "" } | 4:31  | certificate is
          media-ports: 20000-29999     | tls: { cert: a, key: b }         | 4:10  | unknown key "cert"
          media-ports: 20000-29999     | web-socket-origins: [ desk.test ] | 4:25 | origin is "desk.test"
          media-ports: 20000-29999     | web-socket-origins: [ "https://a.test/" ] | 4:25 | origin is
          udp://127.0.0.1:5060         | udp://0.0.0.0:5060               | 3:13  | no address that phones
          udp://127.0.0.1:5060         | udp://[::]:5060                  | 3:13  | no address that phones
          udp://127.0.0.1:5060         | udp://127.0.0.1:20001            | 3:13  | takes a media port
          "udp://127.0.0.1:5060" ]     | "udp://127.0.0.1:5060", "udp://127.0.0.1:5060" ] | 3:37 | twice
          20000-29999                  | 29999-20000                      | 4:16  | media-ports is
          20000-29999                  | 20000-20000                      | 4:16  | media-ports is
          20000-29999                  | 80-90                            | 4:16  | media-ports is
          20000-29999                  | 60000-65536                      | 4:16  | media-ports is
          media-ports: 20000-29999     | advertise: 0.0.0.0               | 4:14  | advertise is
          media-ports: 20000-29999     | digest: [ sha1 ]                 | 4:13  | digest is
          media-ports: 20000-29999     | digest: []                       | 4:11  | digest is empty
          alice:                       | al ice:                          | 6:3   | key "al ice"
          password: secret, skills     | skills                           | 6:10  | neither password nor
          password: secret             | password: ""                     | 6:22  | password is unusable
          password: secret             | password:                        | 6:21  | password is empty
          password: secret             | passwort: secret                 | 6:12  | unknown key "passwort"
          password: secret             | password: secret, state: ready   | 6:30  | state, but agent alice
          password: secret             | password: s, contact: "sip:a@h"  | 6:10  | both password and
          sales: 5 }                   | sales: -1 }                      | 6:47  | sales is "-1"
          sales: 5 }                   | sales: five }                    | 6:47  | sales is "five"
          sales: 5 }                   | sales: 5, sales: 6 }             | 6:50  | "sales" appears twice
          skills: { sales: 5 }         | skills: sales                    | 6:38  | is "sales"
          sip:bob@127.0.0.1:6000       | sip:127.0.0.1:6000               | 7:19  | contact is
          sip:bob@127.0.0.1:6000       | tel:+49301234                    | 7:19  | contact is
          sip:bob@127.0.0.1:6000       | sip:bob@127.0.0.1;transport=sctp | 7:19  | contact is
          sip:bob@127.0.0.1:6000       | sip:bob@127.0.0.1:0              | 7:19  | contact is
          sip:bob@127.0.0.1:6000       | sip:bob@127.0.0.1:66000          | 7:19  | contact is
          bob: {                       | bob: { on-register: ready,       | 7:10  | on-register, but agent
          needs: { sales: 1 }          | needs: { sales: 6 }              | 9:28  | the best agent has 5
          needs: { sales: 1 }          | needs: { sale: 1 }               | 9:21  | did you mean "sales"
          ring: 15s                    | ring: 99ms                       | 9:39  | ring is "99ms"
          ring: 15s                    | ring: 11m                        | 9:39  | ring is "11m"
          ring: 15s                    | ring: 15 s                       | 9:39  | ring is "15 s"
          ring: 15s                    | ring: -1s                        | 9:39  | ring is "-1s"
          ring: 15s                    | ring: [15s]                      | 9:39  | ring is a list
          ring: 15s                    | ring: 15s, ring: 15s             | 9:44  | appears twice
          ring: 15s                    | rign: 15s                        | 9:33  | did you mean "ring"
          ring: 15s                    | answer: at_entry                 | 9:41  | early-media, on-agent
          ring: 15s                    | media: both                      | 9:40  | relay, direct
          ring: 15s                    | strategy: longest                | 9:43  | longest-idle
          ring: 15s                    | wrap-up: 2h                      | 9:42  | wrap-up is "2h"
          ring: 15s                    | max-wait: 0s                     | 9:43  | max-wait is "0s"
          ring: 15s                    | music: nowhere.wav               | 9:40  | music: no such file
          queue: sales                 | queue: sells                     | 11:25 | did you mean "sales"
          to: sales                    | to: a@b                          | 11:11 | to is "a@b"
          to: sales, queue             | queue                            | 11:5  | an entry has no to
          """)
  void oneMistakeIsReportedWhereItStands(String right, String wrong, String place, String message) {
    String text = RIGHT.replace(right.replace("[\"udp", "[ \"udp"), wrong);
    assertThat(text).as("the mistake was made").isNotEqualTo(RIGHT);

    List<String> errors = errors(text);

    assertThat(errors)
        .anySatisfy(error -> assertThat(error).startsWith("f:" + place + ": ").contains(message));
  }

  @Test
  void anUnreadableLevelIsOneMistakeAndNotTwo() {
    assertThat(errors(RIGHT.replace("sales: 5", "sales: five"))).hasSize(1);
  }

  @Test
  void twoAgentsCannotHaveOnePhone() {
    String text =
        RIGHT.replace("agents:", "agents:\n  abe: { contact: \"sip:bob@127.0.0.1:6000;x=1\" }");

    assertThat(errors(text))
        .containsExactly("f:8:19: agent bob has the contact of agent abe: expected his own");
  }

  @Test
  void twoQueuesWithTheSameUselessMusicAreTwoMistakes() {
    String text = RIGHT.replace("ring: 15s }", "music: x.wav }\n  help: { music: x.wav }");

    assertThat(errors(text))
        .containsExactly(
            "f:9:40: music: no such file: expected a WAV file",
            "f:10:18: music: no such file: expected a WAV file");
  }

  @Test
  void eachMissingPartIsNamed() {
    assertThat(errors("data: here"))
        .hasSize(4)
        .allMatch(error -> error.startsWith("f:1:1: the configuration has no "));
  }

  @Test
  void emptyTextAndTextThatIsNoYamlAreMistakes() {
    assertThat(errors("")).singleElement().asString().contains("the file is empty");
    assertThat(errors("sip: [")).singleElement().asString().startsWith("f:1:").contains("YAML");
    assertThat(errors("a: b: c")).singleElement().asString().startsWith("f:1:5: ");
    assertThat(errors("\u0000")).singleElement().asString().contains("YAML");
    assertThat(errors("just words")).first().asString().contains("a mapping");
    assertThat(errors(RIGHT + "---\n" + RIGHT)).singleElement().asString().contains("second");
  }

  @Test
  void journalMustKeepAFewSegments() {
    assertThat(errors(RIGHT + "journal: { segment: 64MiB, keep: 255MiB }"))
        .containsExactly("f:12:34: keep is less than 4 segments: expected at least 256MiB");
    assertThat(errors(RIGHT + "journal: { segment: 64MB }"))
        .singleElement()
        .asString()
        .contains("from 1MiB to 1GiB");
    assertThat(errors(RIGHT + "journal: { sync: 0ms }")).hasSize(1);
  }

  @Test
  void aMessageIsAlwaysOneLine() {
    String text = RIGHT.replace("domain: usher.test", "domain: \"x\\r\\n" + "y".repeat(500) + "\"");

    assertThat(errors(text))
        .singleElement()
        .asString()
        .contains("\\x0d\\x0ay")
        .doesNotContain("\n", "\r")
        .hasSizeLessThan(250);
  }

  @Test
  void aThousandMistakesAreEnough() {
    StringBuilder text = new StringBuilder(RIGHT);
    IntStream.range(0, 2 * Mistakes.MAX).forEach(i -> text.append("key").append(i).append(": 1\n"));

    assertThat(errors(text.toString())).hasSize(Mistakes.MAX);
  }

  @Test
  void anAliasThatContainsItselfEnds() {
    assertThat(errors("agents: &a { alice: *a }")).isNotEmpty();
  }

  private static List<String> errors(String text) {
    return switch (ConfigReader.read(text, "f", Path.of("/srv/usher"))) {
      case ConfigResult.Valid _ -> List.of();
      case ConfigResult.Invalid(List<ConfigError> errors) ->
          errors.stream().map(ConfigError::toString).toList();
    };
  }
}
