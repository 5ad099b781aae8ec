package usher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The journal gets the rules without passwords, and they are the same rules. */
class SecretFreeTest {
  private static final String YAML =
      """
      # Größe 😀: marks count code points
      sip:
        domain: example.org
        listen: [ "udp://127.0.0.1:5060" ]
        media-ports: 20000-20099
      agents:
        alice: { password: plain-S3cret, skills: { sales: 5 } }   # größe 😀 remarks stay
        bob:
          "password": "quoted-S3cret"
          skills: { sales: 3 }
        carol:
          password: &again 'single-S3cret'
        dave:
          password: *again
        erin:
          password: "folded-S3cret-\\
            S3cret"
          on-register: not-ready
        frank: { ha1: { sha-256: "%s", md5: %s } }
      queues:
        sales: { needs: { sales: 1 } }
      entries:
        - { to: sales, queue: sales }
      """
          .formatted("5ec2e75e".repeat(8), "5ec2e75e".repeat(4));

  private static ConfigResult.Valid read(String yaml) {
    return switch (ConfigReader.read(yaml, "test.yaml", Path.of("."))) {
      case ConfigResult.Valid valid -> valid;
      case ConfigResult.Invalid invalid -> throw new AssertionError(invalid.toString());
    };
  }

  @Test
  void passwordsAreBlottedHoweverTheyAreWritten() {
    String text = read(YAML).text();
    assertThat(text)
        .doesNotContain("S3cret", "5ec2e75e")
        .contains("größe 😀 remarks stay", "*again");
  }

  @Test
  void whatIsLeftGivesTheSameAgentsQueuesAndEntries() {
    String yaml = YAML;
    UsherConfig before = read(yaml).config();
    UsherConfig after = read(read(yaml).text()).config();

    assertThat(after.queues()).isEqualTo(before.queues());
    assertThat(after.entries()).isEqualTo(before.entries());
    assertThat(after.agents().keySet()).isEqualTo(before.agents().keySet());
    before
        .agents()
        .forEach((name, agent) ->
            assertThat(after.agent(name).skills()).as(name).isEqualTo(agent.skills()));
  }
}
