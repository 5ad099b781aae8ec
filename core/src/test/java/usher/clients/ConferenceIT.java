package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three phones hear each other, each the two others and not itself. */
class ConferenceIT extends ThreePhones {
  /** Bob serves Alice, and has asked Carol, who has answered. */
  private void ask(Baresip alice, Baresip bob) {
    alice.dial(Centre.SALES);
    bob.awaitIncoming();
    bob.accept();
    alice.awaitHeard(bob.tone(), SECOND);
    bob.hold();
    bob.dial(CAROL);
    carol.awaitIncoming();
    carol.accept();
    carol.awaitHeard(bob.tone(), SECOND);
    bob.awaitHeard(carol.tone(), SECOND);
  }

  private void hearEachOther(Baresip alice, Baresip bob) {
    alice.awaitHeard(bob.tone(), carol.tone(), SECOND);
    bob.awaitHeard(alice.tone(), carol.tone(), SECOND);
    carol.awaitHeard(alice.tone(), bob.tone(), SECOND);
    assertThat(alice.heard().lengthOfTrace(alice.tone())).isZero();
    assertThat(bob.heard().lengthOfTrace(bob.tone())).isZero();
    assertThat(carol.heard().lengthOfTrace(carol.tone())).isZero();
  }

  @ParameterizedTest(name = "media: {0}")
  @ValueSource(strings = {"relay", "direct"})
  void anAgentPressesTheCodeAndAllHearEachOther(String media) {
    try (ServerProcess server = ServerProcess.start(directory, centre.queue("media", media));
        Baresip alice = alice(server);
        Baresip bob = bob(server)) {
      ask(alice, bob);
      bob.press('*');
      bob.press('3');
      bob.awaitClosed();
      hearEachOther(alice, bob);

      alice.hangUp();
      Duration bobsSoFar = bob.heard().length();
      Duration carolsSoFar = carol.heard().length();
      bob.awaitHeard(carol.tone(), SECOND, bobsSoFar);
      carol.awaitHeard(bob.tone(), SECOND, carolsSoFar);
      carol.hangUp();
      bob.awaitClosed();
      RecordedCall call = server.awaitRecord();
      assertThat(call.conference()).containsExactly("caller", "bob", "carol");
      assertThat(call.hungUpBy()).isEqualTo("outside");
    }
  }

  @Test
  void anAgentDialsTheCodeAndLeavesTheOthersToEachOther() {
    try (ServerProcess server = ServerProcess.start(directory, centre);
        Baresip alice = alice(server);
        Baresip bob = bob(server)) {
      ask(alice, bob);
      bob.dial("sip:*3@" + Centre.DOMAIN);
      bob.awaitClosed();
      bob.awaitClosed();
      hearEachOther(alice, bob);

      bob.hangUp();
      Duration alicesSoFar = alice.heard().length();
      alice.awaitHeard(carol.tone(), SECOND, alicesSoFar);
      carol.hangUp();
      alice.awaitClosed();
      assertThat(server.awaitRecord().conference()).containsExactly("caller", "bob", "carol");
    }
  }
}
