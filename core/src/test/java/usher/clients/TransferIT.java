package usher.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import usher.clients.Sipp.Counts;
import usher.clients.Sipp.Script;

/** What agents do with a call, done by the phones that they have. */
class TransferIT extends ThreePhones {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @ParameterizedTest(name = "media: {0}")
  @ValueSource(strings = {"relay", "direct"})
  void anAgentPassesTheCallerToAnother(String media) {
    try (ServerProcess server = ServerProcess.start(directory, centre.queue("media", media));
        Baresip alice = alice(server);
        Baresip bob = bob(server)) {
      alice.dial(Centre.SALES);
      bob.awaitIncoming();
      bob.accept();
      alice.awaitHeard(bob.tone(), SECOND);
      Duration talked = alice.heard().length();
      bob.transferTo(CAROL);
      carol.awaitIncoming();
      carol.accept();
      alice.awaitHeard(carol.tone(), SECOND, talked);
      carol.awaitHeard(alice.tone(), SECOND);
      bob.awaitClosed();
      alice.hangUp();
      carol.awaitClosed();
      assertThat(server.awaitRecord().transfers()).containsExactly("bob carol done");
    }
  }

  @ParameterizedTest(name = "media: {0}")
  @ValueSource(strings = {"relay", "direct"})
  void anAgentInABrowserAsksAnotherAndLeavesTheCallerToHim(String media) {
    try (BrowserPage page = BrowserPage.open()) {
      new TestAuthority().issue(centre.address(), directory);
      centre.secure().page(page.origin()).queue("media", media);
      try (ServerProcess server = ServerProcess.start(directory, centre);
          Baresip alice = alice(server);
          Chromium bob =
              Chromium.start(directory, "bob", new Tone(1_700), page)
                  .connect(centre.webSocket("wss"), "sip:bob@" + Centre.DOMAIN, password)) {
        alice.dial(Centre.SALES);
        bob.awaitIncoming();
        bob.answer();
        alice.awaitHeard(bob.tone(), SECOND);
        bob.hold();
        bob.consult(CAROL);
        carol.awaitIncoming();
        carol.accept();
        carol.awaitHeard(bob.tone(), SECOND);
        bob.awaitHeard(carol.tone(), SECOND);
        Duration asked = alice.heard().length();
        bob.join();
        alice.awaitHeard(carol.tone(), SECOND, asked);
        carol.awaitHeard(alice.tone(), SECOND);
        bob.awaitClosed();
        carol.hangUp();
        alice.awaitClosed();
        assertThat(server.awaitRecord().transfers()).containsExactly("bob carol done");
      }
    }
  }

  @Test
  void anAgentDialsAnotherAndCodesWithTheKeysOfThePhone() {
    try (ServerProcess server = ServerProcess.start(directory, centre);
        Baresip alice = alice(server);
        Baresip bob = bob(server)) {
      dialCode(bob, "*48");
      alice.dial(Centre.SALES);
      alice.awaitEstablished();
      // he is offered the call while he still hears the tone
      bob.dial("sip:*47@" + Centre.DOMAIN);
      bob.awaitIncoming();
      bob.awaitClosed();
      bob.accept();
      alice.awaitHeard(bob.tone(), SECOND);
      alice.hangUp();
      bob.awaitClosed();
      bob.dial(CAROL);
      carol.awaitIncoming();
      carol.accept();
      carol.awaitHeard(bob.tone(), SECOND);
      bob.hangUp();
      carol.awaitClosed();
    }
  }

  private static void dialCode(Baresip phone, String code) {
    phone.dial("sip:" + code + "@" + Centre.DOMAIN);
    phone.awaitEstablished();
    phone.awaitClosed();
  }

  /** It holds by {@code sendonly}, {@code inactive} and the zero address of RFC 2543. */
  @ParameterizedTest(name = "media: {0}")
  @ValueSource(strings = {"relay", "direct"})
  void aPhoneHoldsInEveryWayThereIs(String media) {
    try (Sipp agent = playing("agent-holds")) {
      Centre one = new Centre().fixed("dora", agent.contact("dora", "udp")).queue("media", media);
      try (ServerProcess server = ServerProcess.start(directory, one);
          Baresip alice = alice(server)) {
        alice.dial(Centre.SALES);
        alice.awaitClosed();
        RecordedCall call = server.awaitRecord();
        assertThat(call.hungUpBy()).isEqualTo("agent");
        assertThat(call.holdMs()).isGreaterThanOrEqualTo(3 * 200);
      }
      assertThat(agent.stop(LIMIT)).isEqualTo(new Counts(1, 0));
    }
  }

  private Sipp playing(String scenario) {
    return Script.of(scenario)
        .pausing(Duration.ofMillis(200))
        .atMost(LIMIT)
        .start(directory)
        .awaitListening();
  }
}
