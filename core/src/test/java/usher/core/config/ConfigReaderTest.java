package usher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usher.core.config.AgentConfig.Access;
import usher.core.config.AgentConfig.StartState;
import usher.routing.call.CallKey;
import usher.routing.plan.QueueSpec;
import usher.routing.plan.WrapUpMode;
import usher.routing.skill.SkillExpression;

class ConfigReaderTest {

  private static final Path BASE = Path.of("/srv/usher");

  private static final String WHOLE =
      """
      sip:
        domain: usher.test
        listen: [ "udp://127.0.0.1:5060", "tcp://127.0.0.1:5060" ]
        media-ports: 20000-29999
      data: data
      agents:
        alice:  { password: secret, skills: { sales: 5, english: 8 }, on-register: ready }   # registers with digest
        a00001: { contact: "sip:a00001@127.0.7.2:6200", skills: { sales: 5 }, state: ready }  # fixed, no registration
      queues:
        sales: { strategy: longest-idle, needs: { sales: 1 }, ring: 15s, wrap-up: 0s, answer: at-entry, media: relay }
               # answer: at-entry | early-media | on-agent;  media: relay | direct
      entries:
        - { to: sales, queue: sales }        # user part of the dialled URI
      """;

  private static final String LEAST =
      """
      sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] }
      agents: { bob: { password: 0123 } }
      queues: { help: {} }
      entries: [ { to: help, queue: help } ]
      """;

  @TempDir Path directory;

  @Test
  void theAnnotatedShapeBecomesRecords() {
    UsherConfig config = valid(WHOLE);

    assertThat(config.sip().domain()).isEqualTo("usher.test");
    assertThat(config.sip().listen())
        .containsExactly(
            new Listener(
                Listener.Protocol.UDP,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5060)),
            new Listener(
                Listener.Protocol.TCP,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5060)));
    assertThat(config.sip().mediaPorts()).isEqualTo(new PortRange(20000, 29999));
    assertThat(config.sip().advertise()).isNull();
    assertThat(config.data()).isEqualTo(BASE.resolve("data"));
    assertThat(config.agents().keySet()).containsExactly("a00001", "alice");
    assertThat(config.agent("alice"))
        .isEqualTo(
            new AgentConfig(
                "alice",
                new Access.Registers(password("secret"), StartState.READY),
                new TreeMap<>(Map.of("sales", 5, "english", 8))));
    assertThat(config.agent("a00001").access())
        .isEqualTo(new Access.FixedContact("sip:a00001@127.0.7.2:6200", StartState.READY));
    assertThat(config.queue("sales"))
        .isEqualTo(
            new QueueConfig(
                QueueSpec.named("sales")
                    .strategy("longest-idle")
                    .needs(SkillExpression.allOf(Map.of("sales", 1)))
                    .wrapUp(WrapUpMode.NONE, Duration.ZERO)
                    .maxWait(QueueConfig.DEFAULT_MAX_WAIT, false)
                    .build(),
                Map.of(),
                CallKey.NORMAL_BAND,
                QueueConfig.Answer.AT_ENTRY,
                QueueConfig.Media.RELAY,
                null,
                QueueConfig.DEFAULT_SERVICE_LEVEL,
                Doors.OPEN));
    assertThat(config.entries()).containsExactly(new EntryConfig("sales", "sales"));
  }

  @Test
  void anAgentsDeskPhoneIsOfferedSrtpWhereTheFileSaysSo() {
    String with = LEAST.replace("password: 0123", "password: 0123, srtp: true");

    assertThat(valid(LEAST).agent("bob").srtp()).isFalse();
    assertThat(valid(with).agent("bob").srtp()).isTrue();
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    UsherConfig config = valid(LEAST);

    assertThat(config.sip().mediaPorts()).isEqualTo(SipConfig.DEFAULT_MEDIA_PORTS);
    assertThat(config.data()).isEqualTo(BASE.resolve(UsherConfig.DEFAULT_DATA));
    assertThat(config.journal()).isEqualTo(JournalConfig.DEFAULT);
    assertThat(config.drain()).isEqualTo(UsherConfig.DEFAULT_DRAIN);
    assertThat(config.queue("help").routing().offers().ring()).isEqualTo(QueueConfig.DEFAULT_RING);
    assertThat(config.queue("help").answer()).isEqualTo(QueueConfig.DEFAULT_ANSWER);
    assertThat(config.queue("help").media()).isEqualTo(QueueConfig.DEFAULT_MEDIA);
    assertThat(config.agent("bob").skills()).isEmpty();
  }

  @Test
  void everythingThatCanBeSaidIsHeard() throws IOException {
    writeSilence(directory.resolve("hold.wav"));
    String text =
        """
        sip:
          domain: usher.test
          listen: [ "udp://0.0.0.0:5060", "tcp://[::1]:5061", "tls://[::1]:5062", "wss://[::1]:443" ]
          tls: { certificate: tls/chain.pem, key: /etc/key.pem, trusted: tls/ca.pem }
          web-socket-origins: [ "https://desk.usher.test", "http://[::1]:8080" ]
          emergency: [ "112" ]
          media-ports: 30000 - 30999
          advertise: 192.0.2.1
        data: /var/lib/usher
        agents:
          bob: { contact: "sip:bob@[::1]:5070;transport=tcp", state: not-ready }
          eve: { password: "p w", on-register: not-ready, skills: { sales: 10 } }
        queues:
          sales:
            { needs: { sales: 10 }, ring: 500ms, wrap-up: 2m, answer: on-agent, media: direct,
              music: hold.wav, max-wait: 90s }
          help: { answer: early-media }
        entries: []
        journal: { sync: 5ms, segment: 2MiB, keep: 1GiB }
        drain: 1h
        """;

    UsherConfig config = valid(ConfigReader.read(text, "usher.yaml", directory));

    assertThat(config.sip().listen().get(1)).hasToString("tcp://[0:0:0:0:0:0:0:1]:5061");
    assertThat(config.sip().listen().getFirst().anyAddress()).isTrue();
    assertThat(config.sip().listen())
        .extracting(Listener::protocol)
        .containsExactly(
            Listener.Protocol.UDP,
            Listener.Protocol.TCP,
            Listener.Protocol.TLS,
            Listener.Protocol.WSS);
    assertThat(config.sip().tls())
        .isEqualTo(
            new SipConfig.Tls(
                directory.resolve("tls/chain.pem"),
                Path.of("/etc/key.pem"),
                directory.resolve("tls/ca.pem")));
    assertThat(config.sip().emergency()).containsExactly("112");
    assertThat(config.sip().webSocketOrigins())
        .containsExactly("http://[::1]:8080", "https://desk.usher.test");
    assertThat(config.sip().advertise()).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(config.data()).isEqualTo(Path.of("/var/lib/usher"));
    assertThat(config.agent("bob").access())
        .isEqualTo(
            new Access.FixedContact("sip:bob@[::1]:5070;transport=tcp", StartState.NOT_READY));
    QueueConfig sales = config.queue("sales");
    assertThat(sales.routing().offers().ring()).isEqualTo(Duration.ofMillis(500));
    assertThat(sales.routing().wrapUp()).isEqualTo(Duration.ofMinutes(2));
    assertThat(sales.answer()).isEqualTo(QueueConfig.Answer.ON_AGENT);
    assertThat(sales.media()).isEqualTo(QueueConfig.Media.DIRECT);
    assertThat(sales.music()).isEqualTo(directory.resolve("hold.wav"));
    assertThat(sales.routing().maxWait()).isEqualTo(Duration.ofSeconds(90));
    assertThat(config.queue("help").answer()).isEqualTo(QueueConfig.Answer.EARLY_MEDIA);
    assertThat(config.journal())
        .isEqualTo(new JournalConfig(Duration.ofMillis(5), 2L << 20, 1L << 30));
    assertThat(config.drain()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void everyMistakeIsReportedAtItsPlaceInTheOrderOfTheFile() {
    String text =
        """
        sip:
          domain: "usher test"
          listen: [ "udp://127.0.0.1:5060", "http://127.0.0.1:80" ]
          media-port: 20000-29999
        agents:
          alice: { password: secret, skills: { sales: 11 } }
          alice: { password: secret }
        queues:
          sales: { ring: 15, needs: { sails: 1 } }
        entries:
          - { to: sales, queue: salse }
          - { to: sales }
        """;

    assertThat(invalid(text))
        .containsExactly(
            "usher.yaml:2:11: domain is \"usher test\": expected a host name or IPv4 address,"
                + " such as usher.example",
            "usher.yaml:3:37: listener is \"http://127.0.0.1:80\": expected udp://,"
                + " tcp://, tls://, ws:// or wss://, an IP address and a port, such as"
                + " udp://127.0.0.1:5060 or tls://[::1]:5061",
            "usher.yaml:4:3: unknown key \"media-port\" in sip: expected one of domain, listen,"
                + " media-ports, advertise, digest, tls, emergency, web-socket-origins, per-source,"
                + " session-expires, registration-grace (did you mean \"media-ports\"?)",
            "usher.yaml:6:47: sales is \"11\": expected a level from 0 to 10",
            "usher.yaml:7:3: \"alice\" appears twice in agents: expected it once",
            "usher.yaml:9:18: ring is \"15\": expected a duration from 100ms to 10m with its unit,"
                + " such as 500ms, 15s, 2m or 1h",
            "usher.yaml:9:31: queue sales needs \"sails\", which no agent has: expected a skill of"
                + " some agent (did you mean \"sales\"?)",
            "usher.yaml:11:25: no queue \"salse\": expected a name under queues"
                + " (did you mean \"sales\"?)",
            "usher.yaml:12:5: an entry has no queue: expected queue: a name of 1 to 64 letters,"
                + " digits and . _ + -, such as sales, or refuse: 486",
            "usher.yaml:12:11: a second entry for \"sales\": expected one entry for each user"
                + " part");
  }

  @Test
  void theTextMayComeFromAReader() throws IOException {
    ConfigResult result = ConfigReader.read(new StringReader(LEAST), "memory", BASE);

    assertThat(result).isEqualTo(ConfigReader.read(LEAST, "memory", BASE));
    assertThat(valid(result).queues()).containsOnlyKeys("help");
  }

  @Test
  void aFileIsReadWithPathsRelativeToIt() throws IOException {
    Path file = Files.writeString(directory.resolve("usher.yaml"), LEAST);

    assertThat(valid(ConfigReader.read(file)).data()).isEqualTo(directory.resolve("data"));
  }

  @Test
  void aFileThatIsNotThereIsAMistakeToo() {
    Path file = directory.resolve("nowhere.yaml");

    assertThat(messages(ConfigReader.read(file)))
        .containsExactly(file + ":1:1: the file does not exist: expected a YAML file");
  }

  @Test
  void aDirectoryOrBytesThatAreNotUtf8AreMistakesToo() throws IOException {
    Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, 1});

    assertThat(messages(ConfigReader.read(binary))).first().asString().contains("is not UTF-8");
    assertThat(messages(ConfigReader.read(directory)))
        .first()
        .asString()
        .contains("cannot be read");
  }

  @Test
  void aPasswordIsNeverShown() {
    UsherConfig config = valid(WHOLE);
    String tooLong = "hush".repeat(40);

    assertThat(config.toString()).contains("alice").doesNotContain("=secret");
    assertThat(invalid(LEAST.replace("0123", tooLong)))
        .containsExactly(
            "usher.yaml:2:28: password is unusable: expected 1 to 128 characters,"
                + " none of them a control character");
  }

  private static PhoneSecret password(String text) {
    return new PhoneSecret.Password(new Secret(text));
  }

  private static final String SHA_256 = "ab".repeat(32);
  private static final String MD5 = "CD".repeat(16);

  private static String hashed(String hashes) {
    return LEAST.replace("password: 0123", "ha1: { " + hashes + " }");
  }

  @Test
  void insteadOfAPasswordThereMayBeItsHashes() {
    UsherConfig config = valid(hashed("sha-256: " + SHA_256 + ", md5: " + MD5));

    assertThat(config.agent("bob").access())
        .isEqualTo(
            new Access.Registers(
                new PhoneSecret.Ha1(
                    Map.of(
                        SipConfig.Digest.SHA_256,
                        new Secret(SHA_256),
                        SipConfig.Digest.MD5,
                        new Secret("cd".repeat(16)))),
                StartState.READY));
    assertThat(config.toString()).doesNotContain(SHA_256);
  }

  @Test
  void noHashMayBeMissingOrHaveAnotherLength() {
    assertThat(invalid(hashed("sha-256: " + SHA_256)))
        .singleElement()
        .asString()
        .contains("ha1 of agent bob lacks md5", "each algorithm of sip.digest");
    assertThat(invalid(hashed("sha-256: " + SHA_256 + ", md5: " + SHA_256)))
        .singleElement()
        .asString()
        .contains("md5 is unusable", "32 hexadecimal digits")
        .doesNotContain(SHA_256);
    assertThat(
            invalid(LEAST.replace("password: 0123", "password: 0123, ha1: { md5: " + MD5 + " }")))
        .anyMatch(mistake -> mistake.contains("agent bob has both password and ha1"));
  }

  @Test
  void aPasswordThatLooksLikeANumberKeepsItsZero() {
    assertThat(valid(LEAST).agent("bob").access())
        .isEqualTo(new Access.Registers(password("0123"), StartState.READY));
  }

  @Test
  void theDigestNamesTheText() {
    ConfigResult.Valid one = (ConfigResult.Valid) ConfigReader.read(LEAST, "a", BASE);
    ConfigResult.Valid other = (ConfigResult.Valid) ConfigReader.read(LEAST + "\n", "a", BASE);

    assertThat(one.sha256()).matches("[0-9a-f]{64}").isNotEqualTo(other.sha256());
  }

  @Test
  void theDataDirectoryMayBeReplaced() {
    UsherConfig config = valid(LEAST).withData(Path.of("/elsewhere"));

    assertThat(config.data()).isEqualTo(Path.of("/elsewhere"));
    assertThat(config.sip()).isEqualTo(valid(LEAST).sip());
  }

  private static void writeSilence(Path file) throws IOException {
    AudioFormat format = new AudioFormat(8_000, 16, 1, true, false);
    byte[] second = new byte[16_000];
    try (AudioInputStream silence =
        new AudioInputStream(new ByteArrayInputStream(second), format, 8_000)) {
      AudioSystem.write(silence, AudioFileFormat.Type.WAVE, file.toFile());
    }
  }

  private static UsherConfig valid(String text) {
    return valid(ConfigReader.read(text, "usher.yaml", BASE));
  }

  private static UsherConfig valid(ConfigResult result) {
    assertThat(messages(result)).isEmpty();
    return ((ConfigResult.Valid) result).config();
  }

  private static List<String> invalid(String text) {
    return messages(ConfigReader.read(text, "usher.yaml", BASE));
  }

  private static List<String> messages(ConfigResult result) {
    return switch (result) {
      case ConfigResult.Valid _ -> List.of();
      case ConfigResult.Invalid(List<ConfigError> errors) ->
          errors.stream().map(ConfigError::toString).toList();
    };
  }
}
