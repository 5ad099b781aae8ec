package usher.clients;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Alice calls sales, where Bob is the agent, and Bob knows Carol, who is in no queue. */
abstract class ThreePhones {
  static final Duration SECOND = Duration.ofSeconds(1);
  static final String CAROL = "sip:carol@" + Centre.DOMAIN;

  @TempDir Path directory;

  final String password = Centre.freshPassword();
  Baresip carol;
  Centre centre;

  @BeforeEach
  final void startCarol() {
    carol = phone("carol", 2_240).withoutServer();
    centre = new Centre().registering("bob", password).others("carol", carol.directUri());
  }

  @AfterEach
  final void stopCarol() {
    carol.close();
  }

  private Baresip phone(String name, int hz) {
    return Baresip.start(directory, name, new Tone(hz));
  }

  Baresip alice(ServerProcess server) {
    return phone("alice", 1_140).through(server.udp());
  }

  Baresip bob(ServerProcess server) {
    return phone("bob", 1_700).registerAt(server.udp(), password);
  }
}
