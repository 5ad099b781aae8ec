package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Alice dials the queue, Bob is its agent and registers with digest: two real phones, in every way
 * of answering and of carrying audio. Each says a tone of its own; who waits hears another.
 */
@ParameterizedClass
@CsvSource({
  "at-entry, relay",
  "at-entry, direct",
  "early-media, relay",
  "early-media, direct",
  "on-agent, relay",
  "on-agent, direct"
})
class QueueCallIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Tone MUSIC = new Tone(560);

  @TempDir Path directory;

  private final String answer;
  private final String media;
  private final String password = Centre.freshPassword();
  private ServerProcess server;
  private Baresip alice;
  private Baresip bob;

  QueueCallIT(String answer, String media) {
    this.answer = answer;
    this.media = media;
  }

  @BeforeEach
  void start() {
    Path music = directory.resolve("music.wav");
    MUSIC.write(music, Duration.ofSeconds(20));
    Centre centre =
        new Centre()
            .queue("answer", answer)
            .queue("media", media)
            .music(music)
            .registering("bob", password);
    server = ServerProcess.start(directory, centre);
    alice = Baresip.start(directory, "alice", new Tone(1_140)).through(server.udp());
    bob = Baresip.start(directory, "bob", new Tone(1_700)).registerAt(server.udp(), password);
  }

  @AfterEach
  void stop() {
    alice.close();
    bob.close();
    server.close();
  }

  @Test
  void whoWaitsHearsMusicThenEachHearsTheOtherUntilTheCallerHangsUp() {
    alice.dial(Centre.SALES);
    bob.awaitIncoming();
    awaitTreatment();
    bob.accept();
    awaitConversation(Duration.ZERO, Duration.ZERO);
    assertThat(bob.heard().lengthOf(MUSIC)).as("music that Bob hears").isZero();
    alice.hangUp();
    bob.awaitClosed();
    assertTalked("caller");
  }

  @Test
  void digitsPassBothWaysUntilTheAgentHangsUp() {
    talk();
    alice.press('5');
    assertThat(bob.awaitDigit()).isEqualTo('5');
    bob.press('#');
    assertThat(alice.awaitDigit()).isEqualTo('#');
    bob.hangUp();
    alice.awaitClosed();
    assertTalked("agent");
  }

  @Test
  void eitherSideHoldsAndResumes() {
    talk();
    holdAndResume(alice, bob);
    holdAndResume(bob, alice);
    alice.hangUp();
    bob.awaitClosed();
    assertTalked("caller");
  }

  @Test
  void aCallerWhoLeavesWhileItRingsStopsTheRingingAndTheAgentGetsTheNextCall() {
    alice.dial(Centre.SALES);
    bob.awaitIncoming();
    awaitTreatment();
    alice.hangUp();
    bob.awaitClosed();
    RecordedCall abandoned = server.awaitRecord();
    assertThat(abandoned.end()).isEqualTo("abandoned");
    assertThat(abandoned.hungUpBy()).isEqualTo("caller");
    assertThat(abandoned.agent()).isEmpty();
    assertThat(abandoned.offers()).containsExactly("bob caller-gone");
    talk();
  }

  private void talk() {
    Duration alicesPast = alice.heard().length();
    alice.dial(Centre.SALES);
    bob.awaitIncoming();
    bob.accept();
    awaitConversation(alicesPast, bob.heard().length());
  }

  /** Waits until Alice hears what is configured for those who wait. */
  private void awaitTreatment() {
    switch (answer) {
      case "at-entry" -> {
        alice.awaitEstablished();
        alice.awaitHeard(MUSIC, SECOND);
      }
      case "early-media" -> {
        alice.awaitProgress();
        alice.awaitHeard(MUSIC, SECOND);
      }
      case "on-agent" -> alice.awaitRinging();
      default -> throw new AssertionError(answer);
    }
  }

  private void awaitConversation(Duration alicesPast, Duration bobsPast) {
    alice.awaitHeard(bob.tone(), SECOND, alicesPast);
    bob.awaitHeard(alice.tone(), SECOND, bobsPast);
  }

  private void holdAndResume(Baresip holder, Baresip held) {
    Duration before = held.heard().length();
    holder.hold();
    awaitHold(held, holder.tone(), before);
    Duration holdersPast = holder.heard().length();
    Duration heldsPast = held.heard().length();
    holder.resume();
    holder.awaitHeard(held.tone(), SECOND, holdersPast);
    held.awaitHeard(holder.tone(), SECOND, heldsPast);
  }

  /**
   * Where the server carries the audio, it plays the queue's music to the one who is held; phones
   * that talk directly are silent.
   */
  private void awaitHold(Baresip held, Tone holdersTone, Duration before) {
    switch (media) {
      case "relay" -> {
        held.awaitHeard(MUSIC, SECOND, before);
        Duration since = held.heard().length();
        held.awaitHeard(MUSIC, SECOND, since);
        assertThat(held.heard().from(since).lengthOf(holdersTone)).isZero();
      }
      case "direct" -> held.awaitSilence(SECOND);
      default -> throw new AssertionError(media);
    }
  }

  private void assertTalked(String hungUpBy) {
    RecordedCall call = server.awaitRecord();
    assertThat(call.end()).isEqualTo(hungUpBy + "-hung-up");
    assertThat(call.hungUpBy()).isEqualTo(hungUpBy);
    assertThat(call.agent()).isEqualTo("bob");
    assertThat(call.offers()).containsExactly("bob accepted");
    assertThat(call.audio()).hasSize(media.equals("relay") ? 2 : 0);
    for (JsonNode leg : call.audio()) {
      assertThat(leg.get("received").asLong()).isGreaterThan(25);
      assertThat(leg.get("lost").asLong()).isNotNegative();
      assertThat(leg.get("jitterMs").asDouble()).isNotNegative();
    }
  }
}
