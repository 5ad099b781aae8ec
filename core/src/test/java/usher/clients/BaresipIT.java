package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver of baresip, proved with two phones and no server between them. */
class BaresipIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path directory;
  private Baresip alice;
  private Baresip bob;

  @BeforeEach
  void startPhones() {
    alice = Baresip.start(directory, "alice", new Tone(1_140)).withoutServer();
    bob = Baresip.start(directory, "bob", new Tone(1_700)).withoutServer();
  }

  @AfterEach
  void stopPhones() {
    alice.close();
    bob.close();
  }

  @Test
  void eachHearsTheOthersToneUntilTheCallerHangsUp() {
    talk();
    assertThat(alice.heard().lengthOf(alice.tone())).isZero();
    alice.hangUp();
    assertThat(bob.awaitClosed()).isEqualTo("Connection reset by peer");
    alice.awaitClosed();
  }

  @Test
  void aDeclinedCallEndsWithBusy() {
    alice.dial(bob.directUri());
    bob.awaitIncoming();
    bob.hangUp();
    assertThat(alice.awaitClosed()).startsWith("486");
  }

  @Test
  void digitsArrive() {
    talk();
    alice.press('5');
    assertThat(bob.awaitDigit()).isEqualTo('5');
    bob.press('#');
    assertThat(alice.awaitDigit()).isEqualTo('#');
  }

  @Test
  void aHeldCallIsSilentAndAResumedOneIsNot() {
    talk();
    alice.hold();
    bob.awaitOfferedAgain();
    alice.awaitSilence(SECOND);
    bob.awaitSilence(SECOND);
    Duration aliceBefore = alice.heard().length();
    Duration bobBefore = bob.heard().length();
    alice.resume();
    alice.awaitHeard(bob.tone(), SECOND, aliceBefore);
    bob.awaitHeard(alice.tone(), SECOND, bobBefore);
  }

  @Test
  void aTransferredCallIsHeardByWhomItWasTransferredTo() {
    try (Baresip carol = Baresip.start(directory, "carol", new Tone(2_240)).withoutServer()) {
      talk();
      alice.transferTo(carol.directUri());
      carol.awaitIncoming();
      carol.accept();
      carol.awaitHeard(bob.tone(), SECOND);
      bob.awaitHeard(carol.tone(), SECOND);
      alice.awaitClosed();
    }
  }

  private void talk() {
    alice.dial(bob.directUri());
    alice.awaitRinging();
    bob.awaitIncoming();
    bob.accept();
    alice.awaitEstablished();
    bob.awaitEstablished();
    alice.awaitHeard(bob.tone(), SECOND);
    bob.awaitHeard(alice.tone(), SECOND);
  }
}
