package usher.core.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import usher.sip.message.Header;
import usher.sip.message.Method;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;

/** How we register with a trunk that has two servers. */
class OwnRegistrationTest {
  private final Timers timers = new Timers(0);
  private final List<SipRequest> asked = new ArrayList<>();
  private final List<Flow> flows = new ArrayList<>();
  private final TokenSource tokens = new TokenSource(new byte[TokenSource.SEED_BYTES]);
  private final Transactions transactions =
      new Transactions(this::send, timers, tokens, new NobodyCalls());
  private final Trunks trunk =
      NorthTrunk.of(
          """
          targets: [ "sip:192.0.2.7", "sip:192.0.2.8" ]
          probe: never
          """,
          transactions,
          timers,
          tokens);

  private void send(Flow flow, SipMessage message) {
    if (message instanceof SipRequest request && request.method() == Method.REGISTER) {
      asked.add(request);
      flows.add(flow);
    }
  }

  private void pass(Duration time) {
    long endNs = timers.nowNs() + time.toNanos();
    while (timers.nextDeadlineNs() <= endNs) {
      timers.advance(timers.nextDeadlineNs());
    }
    timers.advance(endNs);
  }

  private void answer(int status, Header header, String value) {
    SipRequest request = asked.getLast();
    SipWriter writer = SipWriter.response(status, request, "far");
    transactions.received(writer.header(header, value).toResponse(), flows.getLast());
  }

  private void challenge(String realm, int nonce, String algorithm) {
    answer(
        401,
        Header.WWW_AUTHENTICATE,
        "Digest realm=\"%s\", nonce=\"n%d\", qop=\"auth\", algorithm=%s"
            .formatted(realm, nonce, algorithm));
  }

  private @Nullable String proof() {
    return asked.getLast().header(Header.AUTHORIZATION);
  }

  private boolean registered() {
    return trunk.figures().getFirst().registered();
  }

  @ParameterizedTest
  @CsvSource({"MD5", "SHA-256"})
  void weProveWhoWeAreAndAreRegistered(String algorithm) {
    trunk.start();
    assertThat(asked.getLast().requestUri()).isEqualTo("sip:north.example");
    assertThat(asked.getLast().header(Header.CONTACT))
        .isEqualTo("<sip:4930@192.0.2.1:5060>;expires=600");
    assertThat(proof()).isNull();
    challenge("north", 1, algorithm);
    assertThat(proof()).contains("username=\"4930\"", "realm=\"north\"", algorithm);
    answer(200, Header.CONTACT, "<sip:4930@192.0.2.1:5060>;expires=300");
    assertThat(registered()).isTrue();
    assertThat(asked).extracting(SipRequest::cseq).containsExactly(1L, 2L);
    assertThat(asked).extracting(SipRequest::callId).containsOnly(asked.getFirst().callId());
  }

  @Test
  void itIsRefreshedBeforeItEnds() {
    trunk.start();
    answer(200, Header.CONTACT, "<sip:4930@192.0.2.1:5060>;expires=300");
    pass(Duration.ofSeconds(200));
    assertThat(asked).hasSize(1);
    pass(Duration.ofSeconds(50));
    assertThat(asked.getLast().cseq()).isEqualTo(2);
  }

  @Test
  void aChallengeOfAnotherRealmIsNotAnswered() {
    trunk.start();
    challenge("elsewhere", 1, "MD5");
    assertThat(asked).hasSize(1);
    assertThat(registered()).isFalse();
  }

  @Test
  void aWrongPasswordIsNotSaidTwice() {
    trunk.start();
    challenge("north", 1, "MD5");
    challenge("north", 2, "MD5");
    assertThat(asked).hasSize(2);
    assertThat(registered()).isFalse();
  }

  @Test
  void whoWantsLongerRegistrationsGetsThem() {
    trunk.start();
    answer(423, Header.MIN_EXPIRES, "1800");
    assertThat(asked.getLast().header(Header.CONTACT)).endsWith(";expires=1800");
  }

  @Test
  void theNextServerIsAskedWhenOneIsSilentAndLaterAndLaterAgainWhenAllAre() {
    trunk.start();
    pass(Duration.ofSeconds(33));
    assertThat(flows.getLast().remote()).isEqualTo(NorthTrunk.at("192.0.2.8"));
    pass(Duration.ofSeconds(33));
    List<Long> triedS = new ArrayList<>();
    int known = asked.size();
    for (int second = 0; second < 1200; second++) {
      pass(Duration.ofSeconds(1));
      if (asked.size() > known && asked.getLast().cseq() > triedS.size() + 2) {
        triedS.add(TimeUnit.NANOSECONDS.toSeconds(timers.nowNs()));
        known = asked.size();
      }
    }
    assertThat(triedS).hasSizeBetween(5, 12);
    long first = triedS.get(2) - triedS.get(0);
    long last = triedS.getLast() - triedS.get(triedS.size() - 3);
    assertThat(last).isGreaterThan(first);
  }

  @Test
  void aServerThatCannotServeNowIsPassedOver() {
    trunk.start();
    answer(503, Header.RETRY_AFTER, "60");
    assertThat(flows.getLast().remote()).isEqualTo(NorthTrunk.at("192.0.2.8"));
    answer(200, Header.EXPIRES, "600");
    assertThat(registered()).isTrue();
  }

  @Test
  void whoDrainsTakesItsRegistrationBack() {
    trunk.start();
    answer(200, Header.EXPIRES, "600");
    trunk.drain();
    assertThat(asked.getLast().header(Header.CONTACT)).endsWith(";expires=0");
    answer(200, Header.EXPIRES, "0");
    pass(Duration.ofHours(1));
    assertThat(asked).hasSize(2);
    assertThat(registered()).isFalse();
  }
}
