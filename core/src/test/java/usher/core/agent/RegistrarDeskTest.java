package usher.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import usher.core.config.ConfigReader;
import usher.core.config.ConfigResult;
import usher.core.config.UsherConfig;
import usher.sip.registrar.DigestAlgorithm;

class RegistrarDeskTest {
  private static final String REALM = "usher.test";

  private static UsherConfig config(String secret) {
    String yaml =
        """
        sip: { domain: usher.test, listen: [ "udp://127.0.0.1:0" ] }
        agents: { alice: { %s } }
        queues: { sales: {} }
        entries: [ { to: sales, queue: sales } ]
        """
            .formatted(secret);
    return switch (ConfigReader.read(yaml, "usher.yaml", Path.of("."))) {
      case ConfigResult.Valid valid -> valid.config();
      case ConfigResult.Invalid invalid -> throw new AssertionError(invalid.toString());
    };
  }

  @Test
  void hashesOpenWhatThePasswordOpens() {
    String ha1 =
        "ha1: { sha-256: %s, md5: %s }"
            .formatted(
                DigestAlgorithm.SHA_256.ha1("alice", REALM, "secret"),
                DigestAlgorithm.MD5.ha1("alice", REALM, "secret"));

    assertThat(RegistrarDesk.secrets(config(ha1), REALM))
        .isEqualTo(RegistrarDesk.secrets(config("password: secret"), REALM))
        .hasEntrySatisfying("alice", hashes -> assertThat(hashes).hasSize(2));
  }
}
