package usher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import usher.core.config.AgentConfig.Access;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.config.PhoneSecret;
import usher.core.config.SealingKey;
import usher.core.config.SipConfig;
import usher.sip.registrar.DigestAlgorithm;

/** Secrets that stand sealed in the configuration, and the keys that open them. */
class SealedSecretsTest {
  private static final String HASH = DigestAlgorithm.SHA_256.ha1("bob", "usher.test", "hush");

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path first;
  private Path second;

  @BeforeEach
  void makeKeys() {
    first = directory.resolve("first.key");
    second = directory.resolve("second.key");
    assertThat(usher("config", "key", first.toString(), "2026-11")).isZero();
    assertThat(usher("config", "key", second.toString(), "2027-01")).isZero();
    out.getBuffer().setLength(0);
  }

  private int usher(String... args) {
    return Usher.commandLine(new PrintWriter(out, true), new PrintWriter(err, true)).execute(args);
  }

  private String printed(String... args) {
    out.getBuffer().setLength(0);
    assertThat(usher(args)).as(err.toString()).isZero();
    return out.toString().strip();
  }

  private String ha1(Path key) {
    return printed(
        "config",
        "ha1",
        "bob",
        "--domain",
        "usher.test",
        "--password",
        "hush",
        "--key",
        key.toString());
  }

  private Path file(String keys, String bob, String trunkPassword) throws IOException {
    return Files.writeString(
        directory.resolve("usher.yaml"),
        """
        sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] }
        secrets: { keys: [ %s ] }
        agents:
          bob: { %s }
        queues: { help: {} }
        entries: [ { to: help, queue: help } ]
        trunks:
          - name: north
            targets: [ sip:192.0.2.7 ]
            register: { address: "sip:1@n", realm: n, password: %s }
        """
            .formatted(keys, bob, trunkPassword));
  }

  private static ConfigResult.Valid valid(Path file) {
    return (ConfigResult.Valid) ConfigReader.read(file);
  }

  private static String hash(ConfigResult.Valid read) {
    var access = (Access.Registers) read.config().agent("bob").access();
    var ha1 = (PhoneSecret.Ha1) access.secret();
    return Objects.requireNonNull(ha1.hashes().get(SipConfig.Digest.SHA_256)).reveal();
  }

  private static String trunkPassword(ConfigResult.Valid read) {
    var trunk = read.config().trunks().getFirst();
    return Objects.requireNonNull(trunk.register()).password().reveal();
  }

  @Test
  void whatWasSealedIsReadAsIfItWereOpenAndIsKeptNowhere() throws IOException {
    String sealed = printed("config", "seal", "--key", first.toString(), "--secret", "trunk word");
    Path file = file("first.key", ha1(first), sealed);
    assertThat(Files.readString(file)).doesNotContain(HASH, "trunk word");

    ConfigResult.Valid read = valid(file);
    assertThat(hash(read)).isEqualTo(HASH);
    assertThat(trunkPassword(read)).isEqualTo("trunk word");
    assertThat(read.toString()).doesNotContain(HASH, "trunk word", "sealed:");
    assertThat(read.text()).as("what the journal has").doesNotContain("sealed:");
  }

  @Test
  void nothingSealedNeedsNoKey() throws IOException {
    Path file = file("elsewhere.key", "password: hush", "open");
    assertThat(trunkPassword(valid(file))).isEqualTo("open");
  }

  @Test
  void twiceTheSameSecretLooksDifferent() {
    assertThat(ha1(first)).isNotEqualTo(ha1(first)).doesNotContain(HASH);
  }

  @Test
  void keysAreChangedWithoutAnybodysPassword() throws IOException {
    Path file = file("second.key, first.key", ha1(first), "open");
    assertThat(hash(valid(file))).as("the old key still counts").isEqualTo(HASH);

    String text =
        printed(
            "config",
            "reseal",
            file.toString(),
            "--key",
            second.toString(),
            "--key",
            first.toString());
    assertThat(text).contains("sealed:2027-01:").doesNotContain("sealed:2026-11:");
    Files.writeString(file, text.replace(", first.key", ""));
    assertThat(hash(valid(file))).isEqualTo(HASH);

    assertThat(usher("config", "reseal", file.toString(), "--key", first.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("none of the keys opens sealed:2027-01:");
  }

  private void assertRefused(Path file, String place, String... words) {
    err.getBuffer().setLength(0);
    assertThat(usher("config", "check", file.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith(file + place).contains(words);
    assertThat(err.toString()).doesNotContain(HASH, "hush");
  }

  @Test
  void aKeyThatIsMissingOrOpenToOthersOrNoKeyIsToldWhereItIsNamed() throws IOException {
    Path file = file("first.key", ha1(first), "open");
    Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("rw-r-----"));
    assertRefused(file, ":2:20: ", "is open to others than its owner (rw-r-----): chmod 600");
    Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(first, "2026-11:c2hvcnQ=");
    assertRefused(file, ":2:20: ", "is no key");
    Files.delete(first);
    assertRefused(file, ":2:20: ", "first.key cannot be read");
  }

  @Test
  void aSecretThatNoKeyOpensIsToldWhereItStands() throws IOException {
    String sealed = ha1(first);
    assertRefused(
        file("second.key", sealed, "open"),
        ":4:26: ",
        "sha-256 is sealed by key 2026-11",
        "2027-01");
    Path open = file("first.key", sealed, "open");
    Files.writeString(
        open, Files.readString(open).replace("secrets: { keys: [ first.key ] }", "drain: 1s"));
    assertRefused(open, ":4:26: ", "is sealed, and there is no key");
    String changed = sealed.replaceFirst("2026-11:.{5}", "2026-11:AAAAA");
    assertRefused(file("first.key", changed, "open"), ":4:26: ", "cannot be opened by key 2026-11");
  }

  @Test
  void anotherKeyOfTheSameNameOpensNothing() throws IOException {
    String sealed = ha1(first);
    Files.delete(first);
    assertThat(usher("config", "key", first.toString(), "2026-11")).isZero();
    assertRefused(file("first.key", sealed, "open"), ":4:26: ", "cannot be opened");
  }

  @Test
  void whatIsSealedHasToBeRightToo() throws IOException {
    String sealed = printed("config", "seal", "--key", first.toString(), "--secret", "hush");
    assertRefused(
        file("first.key", "ha1: { sha-256: " + sealed + ", md5: " + sealed + " }", "open"),
        ":4:26: ",
        "what is sealed in sha-256 is unusable: expected 64 hexadecimal digits");
  }

  @Test
  void aKeyIsMadeOnceAndForItsOwnerAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> SealingKey.create(first, "x"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(usher("config", "key", directory.resolve("x").toString(), "a b")).isEqualTo(1);
    assertThat(SealingKey.load(first)).hasToString("key 2026-11");
  }
}
