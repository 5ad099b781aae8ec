package usher.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static usher.sip.registrar.RegisteringPhone.flow;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.TokenSource;
import usher.sip.registrar.Authentication.Why;
import usher.sip.transaction.Timers;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/** Somebody tries passwords. */
class GuessesTest {
  private static final String CONTACT = "<sip:phone@192.0.2.1>";
  private static final String ATTACKER = "203.0.113.66";
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

  private final Timers timers = new Timers(0);
  private final DigestAuth auth =
      new DigestAuth(
          "usher.test",
          (user, algorithm) ->
              user.startsWith("agent") ? algorithm.ha1(user, "usher.test", "secret") : null,
          new byte[DigestAuth.KEY_BYTES]);
  private final Registrar registrar =
      new Registrar(
          Set.of("usher.test"),
          auth,
          timers,
          new TokenSource(new byte[TokenSource.SEED_BYTES]),
          _ -> {});

  private int calls;

  private RegisteringPhone phone(String user, String password, String address) {
    Flow from = flow(TransportProtocol.UDP, address, 5060, Flow.NO_CONNECTION);
    return new RegisteringPhone(registrar, user, password).over(from).callId("c" + ++calls);
  }

  private int tries(String user, String password, String address) {
    return phone(user, password, address).register(CONTACT).response().status();
  }

  private void guess(String user, String address, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(tries(user, "guess" + i, address)).isEqualTo(401);
    }
  }

  private void pass(long ns) {
    timers.advance(timers.nowNs() + ns);
  }

  @Test
  void afterFiveWrongPasswordsEvenTheRightOneIsOfNoUseFromThere() {
    guess("agent1", ATTACKER, Guesses.TRIES_FOR_USER);

    assertThat(tries("agent1", "secret", ATTACKER)).isEqualTo(403);

    assertThat(registrar.bindings("agent1")).isEmpty();
    assertThat(tries("agent1", "secret", "192.0.2.1")).as("himself, elsewhere").isEqualTo(200);
  }

  @Test
  void theBarEndsAndTheNextIsTwiceAsLongUpToAnHour() {
    long barNs = Guesses.FIRST_BAR_NS;
    for (int bar = 0; bar < 8; bar++) {
      guess("agent1", ATTACKER, Guesses.TRIES_FOR_USER);
      pass(barNs - SECOND_NS);
      assertThat(tries("agent1", "guess", ATTACKER)).isEqualTo(403);
      pass(2 * SECOND_NS);
      barNs = Math.min(2 * barNs, Guesses.LONGEST_BAR_NS);
    }
    assertThat(tries("agent1", "secret", ATTACKER)).isEqualTo(200);
  }

  @Test
  void anUnknownUserIsBarredLikeAKnownOne() {
    guess("nobody", ATTACKER, Guesses.TRIES_FOR_USER);
    Registration unknown = phone("nobody", "x", ATTACKER).register(CONTACT);
    guess("agent1", ATTACKER, Guesses.TRIES_FOR_USER);
    Registration known = phone("agent1", "x", ATTACKER).register(CONTACT);

    assertThat(unknown.response().status()).isEqualTo(403);
    assertThat(known.response().status()).isEqualTo(403);
    assertThat(names(unknown)).isEqualTo(names(known));
  }

  private static Set<Header> names(Registration registration) {
    Set<Header> names = new HashSet<>();
    for (Header header : Header.values()) {
      if (header != Header.OTHER && registration.response().has(header)) {
        names.add(header);
      }
    }
    return names;
  }

  @Test
  void whoTriesManyUsersIsBarredForAllOfThem() {
    for (int user = 0; user < Guesses.TRIES_FROM_SOURCE; user++) {
      guess("agent" + user, ATTACKER, 1);
    }
    assertThat(tries("agent99", "secret", ATTACKER)).isEqualTo(403);
    assertThat(tries("agent99", "secret", "203.0.113.67")).as("his neighbour").isEqualTo(200);
  }

  @Test
  void anOfficeWhosePhonesRegisterIsNotBarredForOneOfThem() {
    assertThat(tries("agent1", "secret", "192.0.2.1")).isEqualTo(200);
    for (int user = 2; user < 2 + Guesses.TRIES_FROM_SOURCE; user++) {
      guess("agent" + user, "192.0.2.1", 1);
    }
    assertThat(tries("agent99", "secret", "192.0.2.1")).isEqualTo(200);
  }

  @Test
  void whoForgesTheSourceOfHisRequestsBarsNobody() {
    RegisteringPhone forger = phone("agent1", "guess", ATTACKER);
    DigestChallenge own = RegisteringPhone.challenge(forger.send(forger.request(null, CONTACT)));
    RegisteringPhone forged = phone("agent1", "guess", "192.0.2.1");
    for (int i = 1; i < 100; i++) {
      SipRequest request = forged.request(forged.answer(own, i), CONTACT);
      assertThat(Objects.requireNonNull(forged.send(request).unproved()).why())
          .isEqualTo(Why.WRONG);
    }
    assertThat(tries("agent1", "secret", "192.0.2.1")).isEqualTo(200);
  }

  @Test
  void anIpv6NetworkIsOneSource() throws Exception {
    Guesses guesses = new Guesses();
    for (int i = 0; i < Guesses.TRIES_FOR_USER; i++) {
      guesses.wrong(InetAddress.ofLiteral("2001:db8::" + i), "a", 0);
    }
    assertThat(guesses.isBarred(InetAddress.ofLiteral("2001:db8::ffff"), "a", 1)).isTrue();
    assertThat(guesses.isBarred(InetAddress.ofLiteral("2001:db8:0:1::1"), "a", 1)).isFalse();
  }

  @Test
  void theMemoryOfGuessesIsBounded() {
    Guesses guesses = new Guesses();
    InetAddress source = InetAddress.ofLiteral("192.0.2.1");
    for (int i = 0; i < 2 * Guesses.MOST; i++) {
      guesses.wrong(source, "user" + i, 0);
    }
    assertThat(guesses.size()).isEqualTo(Guesses.MOST);
    assertThat(guesses.isBarred(source, "anybody", 1)).isTrue();
  }

  @Test
  void aChallengeIsAtMostThreeTimesAsLongAsTheShortestRequestForIt() {
    RegisteringPhone brief = phone("a", "x", ATTACKER);
    SipRequest request = brief.request(null);
    int answered = brief.send(request).response().bytes().length;
    assertThat(answered).isLessThan(3 * request.bytes().length);
  }
}
