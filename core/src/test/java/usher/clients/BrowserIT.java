package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A browser calls a plain phone, and is called: each hears the other's tone. */
class BrowserIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Tone MUSIC = new Tone(560);

  @TempDir Path directory;

  private final BrowserPage page = BrowserPage.open();
  private final TestAuthority authority = new TestAuthority();
  private final String password = Centre.freshPassword();
  private final Centre centre =
      new Centre().secure().page(page.origin()).registering("bob", password);
  private @Nullable ServerProcess server;

  @BeforeEach
  void prepare() {
    authority.issue(centre.address(), directory);
    Path music = directory.resolve("music.wav");
    MUSIC.write(music, Duration.ofSeconds(20));
    centre.music(music);
  }

  private void start(String media) {
    server = ServerProcess.start(directory, centre.queue("media", media));
  }

  private RecordedCall record() {
    return Objects.requireNonNull(server).awaitRecord();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    page.close();
  }

  @ParameterizedTest(name = "media: {0}")
  @CsvSource({"relay", "direct"})
  void aBrowserCallsTheQueueAndAPlainPhoneAnswers(String media) {
    start(media);
    try (Chromium alice =
            Chromium.start(directory, "alice", new Tone(1_140), page)
                .connect(centre.webSocket("ws"), "sip:alice@" + Centre.DOMAIN, null);
        Baresip bob =
            Baresip.start(directory, "bob", new Tone(1_700))
                .registerAt(centre.server("udp"), password)) {
      alice.dial(Centre.SALES);
      bob.awaitIncoming();
      alice.awaitHeard(MUSIC, SECOND);
      bob.accept();
      alice.awaitHeard(bob.tone(), SECOND);
      bob.awaitHeard(alice.tone(), SECOND);
      alice.press('5');
      assertThat(bob.awaitDigit()).isEqualTo('5');
      alice.hangUp();
      bob.awaitClosed();
      assertThat(record().offers()).containsExactly("bob accepted");
    }
  }

  @ParameterizedTest(name = "media: {0}")
  @CsvSource({"relay", "direct"})
  void aBrowserIsTheAgentOfAPlainCaller(String media) {
    start(media);
    try (Baresip alice =
            Baresip.start(directory, "alice", new Tone(1_140)).through(centre.server("udp"));
        Chromium bob =
            Chromium.start(directory, "bob", new Tone(1_700), page)
                .connect(centre.webSocket("wss"), "sip:bob@" + Centre.DOMAIN, password)) {
      alice.dial(Centre.SALES);
      bob.awaitIncoming();
      bob.answer();
      bob.awaitHeard(alice.tone(), SECOND);
      alice.awaitHeard(bob.tone(), SECOND);
      bob.hangUp();
      alice.awaitClosed();
      assertThat(record().offers()).containsExactly("bob accepted");
    }
  }

  @Test
  void aBrowserThatHoldsLetsTheCallerHearMusic() {
    start("relay");
    try (Baresip alice =
            Baresip.start(directory, "alice", new Tone(1_140)).through(centre.server("udp"));
        Chromium bob =
            Chromium.start(directory, "bob", new Tone(1_700), page)
                .connect(centre.webSocket("wss"), "sip:bob@" + Centre.DOMAIN, password)) {
      alice.dial(Centre.SALES);
      bob.awaitIncoming();
      bob.answer();
      alice.awaitHeard(bob.tone(), SECOND);
      Duration talked = alice.heard().length();
      bob.hold();
      alice.awaitHeard(MUSIC, SECOND, talked);
      Duration held = alice.heard().length();
      bob.resume();
      alice.awaitHeard(bob.tone(), SECOND, held);
      alice.hangUp();
      bob.awaitClosed();
    }
  }
}
