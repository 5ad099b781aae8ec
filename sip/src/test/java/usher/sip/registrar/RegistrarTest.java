package usher.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static usher.sip.registrar.RegisteringPhone.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.TokenSource;
import usher.sip.registrar.Authentication.Why;
import usher.sip.registrar.BindingChange.Expired;
import usher.sip.registrar.BindingChange.Lost;
import usher.sip.registrar.BindingChange.Refreshed;
import usher.sip.registrar.BindingChange.Registered;
import usher.sip.registrar.BindingChange.Unregistered;
import usher.sip.transaction.Timers;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

class RegistrarTest {
  private static final String REALM = "usher.test";
  private static final Map<String, String> PASSWORDS =
      Map.of("alice", "secret", "bob", "hidden", "a+b", "plus", "\0", "nul", "\0\0", "nuls");
  private static final String DESK = "<sip:alice@192.0.2.1>";
  private static final String MOBILE = "<sip:alice@192.0.2.1:6000>";

  private final Timers timers = new Timers(0);
  private final List<BindingChange> expired = new ArrayList<>();
  private final DigestAuth auth =
      new DigestAuth(REALM, RegistrarTest::ha1, new byte[DigestAuth.KEY_BYTES]);
  private final TokenSource tokens = new TokenSource(new byte[TokenSource.SEED_BYTES]);
  private final Registrar registrar =
      new Registrar(Set.of("Usher.Test", "192.0.2.100"), auth, timers, tokens, expired::add);
  private final RegisteringPhone alice = new RegisteringPhone(registrar, "alice", "secret");

  private static @Nullable String ha1(String user, DigestAlgorithm algorithm) {
    String password = PASSWORDS.get(user);
    return password == null ? null : algorithm.ha1(user, REALM, password);
  }

  private List<String> contacts(String user) {
    return registrar.bindings(user).stream().map(Binding::contactUri).toList();
  }

  private void pass(long seconds) {
    timers.advance(timers.nowNs() + TimeUnit.SECONDS.toNanos(seconds));
  }

  private static int status(Registration registration) {
    return registration.response().status();
  }

  // ---- who may

  @Test
  void whoProvesNothingIsAskedBothWaysTheBetterOneFirst() {
    Registration asked = alice.send(alice.request(null, DESK));

    assertThat(status(asked)).isEqualTo(401);
    assertThat(Objects.requireNonNull(asked.unproved()).why()).isEqualTo(Why.NO_CREDENTIALS);
    assertThat(asked.response().headers(Header.WWW_AUTHENTICATE))
        .satisfiesExactly(
            first -> assertThat(first).contains("algorithm=SHA-256", "qop=\"auth\""),
            second -> assertThat(second).contains("algorithm=MD5", "qop=\"auth\""))
        .allMatch(challenge -> challenge.startsWith("Digest realm=\"usher.test\", nonce=\""))
        .noneMatch(challenge -> challenge.contains("stale"));
    assertThat(contacts("alice")).isEmpty();
  }

  @Test
  void aPhoneThatGivesUpAtAnythingButMd5IsAskedForMd5Alone() {
    alice.with(Header.USER_AGENT, "baresip v1.0.0 (x86_64/linux)");
    Registration asked = alice.send(alice.request(null, DESK));

    assertThat(asked.response().headers(Header.WWW_AUTHENTICATE))
        .singleElement()
        .asString()
        .contains("algorithm=MD5");
    assertThat(status(alice.register(DESK))).isEqualTo(200);
  }

  @Test
  void aPhoneOfWhichNothingBadIsKnownIsAskedBothWays() {
    alice.with(Header.USER_AGENT, "baresip v3.5.0 (x86_64/Linux)");
    Registration asked = alice.send(alice.request(null, DESK));

    assertThat(asked.response().headers(Header.WWW_AUTHENTICATE)).hasSize(2);
  }

  @Test
  void whoKnowsThePasswordIsRegistered() {
    Registration done = alice.register(DESK);

    assertThat(status(done)).isEqualTo(200);
    assertThat(done.response().headers(Header.CONTACT)).containsExactly(DESK + ";expires=3600");
    assertThat(done.changes()).singleElement().isInstanceOf(Registered.class);
    assertThat(contacts("alice")).containsExactly("sip:alice@192.0.2.1");
  }

  @Test
  void aPhoneThatKnowsMd5OnlyIsRegistered() {
    String challenge =
        alice.send(alice.request(null)).response().headers(Header.WWW_AUTHENTICATE).get(1);
    DigestChallenge md5 = Objects.requireNonNull(DigestChallenge.first(List.of(challenge)));
    assertThat(status(alice.send(alice.request(alice.answer(md5, 1), DESK)))).isEqualTo(200);
  }

  @Test
  void aWrongPasswordAndAnUnknownUserLookTheSame() {
    Registration wrong = new RegisteringPhone(registrar, "alice", "guessed").register(DESK);
    Registration unknown = new RegisteringPhone(registrar, "nobody", "guessed").register(DESK);

    for (Registration each : List.of(wrong, unknown)) {
      assertThat(status(each)).isEqualTo(401);
      assertThat(Objects.requireNonNull(each.unproved()).why()).isEqualTo(Why.WRONG);
      assertThat(each.response().headers(Header.WWW_AUTHENTICATE))
          .hasSize(2)
          .noneMatch(challenge -> challenge.contains("stale"));
    }
    assertThat(Objects.requireNonNull(unknown.unproved()).user()).isEqualTo("nobody");
  }

  @Test
  void oneChallengeServesForMoreThanOneRegistration() {
    DigestChallenge challenge = RegisteringPhone.challenge(alice.send(alice.request(null, DESK)));
    assertThat(status(alice.send(alice.request(alice.answer(challenge, 1), DESK)))).isEqualTo(200);
    assertThat(status(alice.send(alice.request(alice.answer(challenge, 2), DESK)))).isEqualTo(200);
  }

  @Test
  void aRegistrationThatSomebodyRecordedIsWorthNothing() {
    SipRequest recorded = alice.authorized(DESK);
    assertThat(status(alice.send(recorded))).isEqualTo(200);

    Registration replayed = alice.send(recorded);

    assertThat(status(replayed)).isEqualTo(401);
    assertThat(replayed.response().headers(Header.WWW_AUTHENTICATE))
        .allMatch(challenge -> challenge.endsWith(", stale=true"));
  }

  @Test
  void anOldNonceIsStaleAndItsAnswerCountsAgain() {
    DigestChallenge old = RegisteringPhone.challenge(alice.send(alice.request(null, DESK)));
    pass(301);
    Registration late = alice.send(alice.request(alice.answer(old, 1), DESK));
    DigestChallenge renewed = RegisteringPhone.challenge(late);

    assertThat(renewed.stale()).isTrue();
    assertThat(status(alice.send(alice.request(alice.answer(renewed, 1), DESK)))).isEqualTo(200);
  }

  @Test
  void aNonceIsNoGoodFromAnotherAddress() {
    SipRequest stolen = alice.authorized(DESK);
    alice.over(flow(TransportProtocol.UDP, "203.0.113.66", 5060, Flow.NO_CONNECTION));
    assertThat(status(alice.send(stolen))).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NoOneKnowsThisScheme opaque-data=here",
        "Digest username=\"alice\", realm=\"elsewhere\", nonce=\"n\", uri=\"sip:usher.test\","
            + " qop=auth, nc=00000001, cnonce=\"c\", response=\"r\"",
        "Digest username=\"alice\", realm=\"usher.test\", nonce=\"n\", uri=\"sip:usher.test\","
            + " response=\"r\"",
        "Digest username=\"alice\", realm=\"usher.test\", nonce=\"n\", uri=\"sip:usher.test\","
            + " qop=auth, algorithm=SHA-1, nc=00000001, cnonce=\"c\", response=\"r\"",
        "Digest username=\"alice\", realm=\"usher.test\", nonce=\"n\", uri=\"sip:usher.test\","
            + " qop=auth, nc=1, cnonce=\"c\", response=\"r\""
      })
  void credentialsThatWeCannotCheckAreNone(String authorization) {
    Registration asked = alice.send(alice.request(authorization, DESK));
    assertThat(status(asked)).isEqualTo(401);
    assertThat(Objects.requireNonNull(asked.unproved()).why()).isEqualTo(Why.NO_CREDENTIALS);
  }

  @Test
  void nobodyRegistersForSomebodyElse() {
    assertThat(status(alice.to("<sip:bob@usher.test>").register(DESK))).isEqualTo(403);
    assertThat(contacts("bob")).isEmpty();
  }

  @Test
  void anotherDomainIsNotFound() {
    assertThat(status(alice.to("<sip:alice@elsewhere.test>").register(DESK))).isEqualTo(404);
    assertThat(status(alice.to("<sip:usher.test>").register(DESK))).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:alice@usher.test",
        "<sip:%61lice@USHER.test:5060;user=phone>",
        "\"A\" <sip:alice@192.0.2.100>"
      })
  void anAddressOfRecordIsTheSameHoweverItIsWritten(String to) {
    assertThat(status(alice.to(to).register(DESK))).isEqualTo(200);
    assertThat(contacts("alice")).hasSize(1);
  }

  @Test
  void aPlusSignIsAPlusSign() {
    RegisteringPhone plus = new RegisteringPhone(registrar, "a+b", "plus");
    assertThat(status(plus.register("<sip:a+b@192.0.2.1>"))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<sip:alice%@usher.test>", "<sip:alice%6@usher.test>", "<sip:%zzlice@usher.test>"})
  void aPercentSignThatEscapesNothingIsRefused(String to) {
    assertThat(status(alice.to(to).register(DESK))).isEqualTo(400);
  }

  @Test
  void anEscapedNulEndsNoName() {
    RegisteringPhone one = new RegisteringPhone(registrar, "\0", "nul").to("<sip:%00@usher.test>");
    RegisteringPhone two =
        new RegisteringPhone(registrar, "\0\0", "nuls").to("<sip:%00%00@usher.test>");
    assertThat(status(one.register("<sip:%00@192.0.2.1>", "<sip:%00%00@192.0.2.1>")))
        .isEqualTo(200);
    assertThat(status(two.register("<sip:%00@192.0.2.1>"))).isEqualTo(200);
    assertThat(contacts("\0")).hasSize(2);
    assertThat(contacts("\0\0")).hasSize(1);
  }

  @Test
  void anAddressThatIsNoSipUriIsRefused() {
    assertThat(status(alice.to("isbn:2983792873").register(DESK))).isEqualTo(400);
    assertThat(status(alice.to("<sip:alice@usher.test>").register("<name:John_Smith>")))
        .isEqualTo(400);
  }

  // ---- what is bound

  @Test
  void severalPhonesOfOneUserAreRungByPriorityThenTheNewestFirst() {
    alice.register(DESK + ";q=0.5");
    alice.register(MOBILE);
    alice.register("<sip:alice@192.0.2.1:7000>;q=0.5");
    assertThat(contacts("alice"))
        .containsExactly(
            "sip:alice@192.0.2.1:6000", "sip:alice@192.0.2.1:7000", "sip:alice@192.0.2.1");
  }

  @Test
  void theAnswerListsAllPhonesWithTheTimeTheyHaveLeft() {
    alice.register(DESK + ";q=0.25;expires=600");
    pass(100);
    Registration done = alice.register(MOBILE);
    assertThat(done.response().headers(Header.CONTACT))
        .containsExactly(MOBILE + ";expires=3600", DESK + ";q=0.250;expires=500");
  }

  @Test
  void aRequestWithoutContactOnlyAsks() {
    alice.register(DESK);
    Registration asked = alice.register();
    assertThat(asked.changes()).isEmpty();
    assertThat(asked.response().headers(Header.CONTACT)).containsExactly(DESK + ";expires=3600");
  }

  @Test
  void oneRequestMayBringSeveralContacts() {
    assertThat(alice.register(DESK + ", " + MOBILE, "<sip:alice@192.0.2.1:7000>").changes())
        .hasSize(3);
  }

  @Test
  void theSameUriWrittenDifferentlyIsTheSamePhone() {
    alice.register("<sip:%61lice@192.0.2.1;transport=UDP>");
    Registration again = alice.register("<sip:alice@192.0.2.1;Transport=udp;ob>");
    assertThat(again.changes()).singleElement().isInstanceOf(Refreshed.class);
    assertThat(contacts("alice")).containsExactly("sip:alice@192.0.2.1;Transport=udp;ob");
  }

  @Test
  void theSameRegistrationOfTheSamePhoneMovesWithIt() {
    String instance = ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\";reg-id=1";
    alice.register(DESK + instance);
    assertThat(alice.register(MOBILE + instance).changes())
        .singleElement()
        .isInstanceOf(Refreshed.class);
    assertThat(contacts("alice")).containsExactly("sip:alice@192.0.2.1:6000");
  }

  @Test
  void anUnknownParameterIsOfTheContactOrOfItsUri() {
    alice.register("sip:+19725552222@gw1.example.net;unknownparam");
    assertThat(contacts("alice")).containsExactly("sip:+19725552222@gw1.example.net");
    alice.register("<sip:+19725552223@gw1.example.net;unknownparam>");
    assertThat(contacts("alice")).contains("sip:+19725552223@gw1.example.net;unknownparam");
  }

  @Test
  void headerFieldsInAContactAreKeptAndNeverSent() {
    alice.register("<sip:user@example.com?Route=%3Csip:sip.example.com%3E>");
    Binding binding = registrar.bindings("alice").getFirst();
    assertThat(binding.contactUri())
        .isEqualTo("sip:user@example.com?Route=%3Csip:sip.example.com%3E");
    assertThat(binding.requestUri()).isEqualTo("sip:user@example.com");
  }

  @Test
  void aQuestionMarkInAUserPartBeginsNoHeaderFields() {
    alice.register("<sip:what?now@192.0.2.1>");
    assertThat(registrar.bindings("alice").getFirst().requestUri())
        .isEqualTo("sip:what?now@192.0.2.1");
  }

  @Test
  void oneMorePhoneThanThereMayBeTakesThePlaceOfTheOneThatWouldEndFirst() {
    for (int i = 0; i < Bindings.MAX_PER_USER; i++) {
      alice.register("<sip:alice@192.0.2.1:600%d>;expires=%d".formatted(i, 1000 - i));
    }
    List<BindingChange> changes = alice.register(DESK).changes();
    assertThat(changes).hasSize(2);
    assertThat(changes.getFirst()).isInstanceOf(Unregistered.class);
    assertThat(changes.getFirst().binding().contactUri()).isEqualTo("sip:alice@192.0.2.1:6009");
    assertThat(contacts("alice")).hasSize(Bindings.MAX_PER_USER);
  }

  @Test
  void oneRequestCannotBringMorePhonesThanThereMayBe() {
    String[] many = new String[Bindings.MAX_PER_USER + 1];
    for (int i = 0; i < many.length; i++) {
      many[i] = "<sip:alice@192.0.2.1:60%02d>".formatted(i);
    }
    assertThat(status(alice.register(many))).isEqualTo(403);
    assertThat(contacts("alice")).isEmpty();
  }

  // ---- for how long

  @ParameterizedTest
  @CsvSource({
    "'', '', 3600",
    "600, '', 600",
    "600, 300, 300",
    "99999, '', 3600",
    "10000000000000000000000000000000000000000, '', 3600",
    "soon, '', 3600",
    "'', 280297596632815, 3600",
  })
  void aBindingHoldsAsLongAsAskedAndAllowed(String header, String parameter, long seconds) {
    if (!header.isEmpty()) {
      alice.with(Header.EXPIRES, header);
    }
    Registration done = alice.register(DESK + (parameter.isEmpty() ? "" : ";expires=" + parameter));
    assertThat(done.response().header(Header.CONTACT)).isEqualTo(DESK + ";expires=" + seconds);
  }

  @Test
  void aBindingThatNobodyRefreshesExpires() {
    alice.register(DESK + ";expires=60");
    pass(59);
    assertThat(contacts("alice")).hasSize(1);
    pass(1);
    assertThat(contacts("alice")).isEmpty();
    assertThat(expired).singleElement().isInstanceOf(Expired.class);
  }

  @Test
  void aRefreshedBindingDoesNotExpireAtItsOldTime() {
    alice.register(DESK + ";expires=60");
    pass(50);
    assertThat(alice.register(DESK + ";expires=60").changes())
        .singleElement()
        .isInstanceOf(Refreshed.class);
    pass(50);
    assertThat(contacts("alice")).hasSize(1);
    assertThat(expired).isEmpty();
    assertThat(timers.size()).isEqualTo(1);
  }

  @Test
  void tooBriefATimeIsRefusedWithTheLeast() {
    Registration refused = alice.register(DESK + ";expires=59");
    assertThat(status(refused)).isEqualTo(423);
    assertThat(refused.response().header(Header.MIN_EXPIRES)).isEqualTo("60");
    assertThat(contacts("alice")).isEmpty();
  }

  // ---- taking back

  @Test
  void expiresZeroTakesOnePhoneBack() {
    alice.register(DESK, MOBILE);
    Registration done = alice.with(Header.EXPIRES, "0").register(DESK);
    assertThat(done.changes()).singleElement().isInstanceOf(Unregistered.class);
    assertThat(contacts("alice")).containsExactly("sip:alice@192.0.2.1:6000");
    assertThat(alice.with(Header.EXPIRES, "0").register(DESK).changes()).isEmpty();
  }

  @Test
  void theStarTakesAllBack() {
    alice.register(DESK, MOBILE);
    Registration done = alice.with(Header.EXPIRES, "0").register("*");
    assertThat(status(done)).isEqualTo(200);
    assertThat(done.changes()).hasSize(2).allMatch(Unregistered.class::isInstance);
    assertThat(done.response().headers(Header.CONTACT)).isEmpty();
    assertThat(timers.size()).isZero();
  }

  @Test
  void theStarIsAloneAndHasExpiresZero() {
    alice.register(DESK);
    assertThat(status(alice.register("*"))).isEqualTo(400);
    assertThat(status(alice.with(Header.EXPIRES, "60").register("*"))).isEqualTo(400);
    assertThat(status(alice.with(Header.EXPIRES, "0").register("*", MOBILE))).isEqualTo(400);
    assertThat(contacts("alice")).hasSize(1);
  }

  // ---- in which order

  @Test
  void anOlderRequestOfTheSamePhoneChangesNothing() {
    alice.cseq(10).register(DESK);
    assertThat(status(alice.cseq(10).register(MOBILE, DESK + ";expires=0"))).isEqualTo(500);
    assertThat(status(alice.cseq(9).with(Header.EXPIRES, "0").register("*"))).isEqualTo(500);
    assertThat(contacts("alice")).containsExactly("sip:alice@192.0.2.1");
  }

  @Test
  void aPhoneThatBeganAnewMayCountFromOne() {
    alice.cseq(10).register(DESK);
    assertThat(status(alice.callId("after-reboot").cseq(1).register(DESK))).isEqualTo(200);
  }

  // ---- the way back

  @Test
  void aPhoneIsReachedAtItsContact() {
    alice.over(flow(TransportProtocol.UDP, "192.0.2.1", 41000, Flow.NO_CONNECTION)).register(DESK);
    assertThat(registrar.bindings("alice").getFirst().flow().remote())
        .isEqualTo(RegisteringPhone.address("192.0.2.1", 5060));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<sip:alice@10.0.0.7:5062>", "<sip:alice@phone.invalid>"})
  void behindATranslationAPhoneIsReachedWhereItsRequestCameFrom(String contact) {
    Flow translated = flow(TransportProtocol.UDP, "203.0.113.5", 41000, Flow.NO_CONNECTION);
    alice.over(translated).register(contact);
    assertThat(registrar.bindings("alice").getFirst().flow()).isEqualTo(translated);
  }

  @Test
  void aPhoneWithAnIpv6AddressIsReachedAtItsContact() {
    alice
        .over(flow(TransportProtocol.UDP, "2001:db8::1", 41000, Flow.NO_CONNECTION))
        .register("<sip:alice@[2001:db8::1]:5070>");
    assertThat(registrar.bindings("alice").getFirst().flow().remote())
        .isEqualTo(RegisteringPhone.address("2001:db8::1", 5070));
  }

  @Test
  void aPhoneOnAStreamIsReachedOverItsConnection() {
    Flow connection = flow(TransportProtocol.TCP, "192.0.2.1", 41000, 7);
    alice.over(connection).register("<sip:alice@192.0.2.1:5060;transport=tcp>");
    assertThat(registrar.bindings("alice").getFirst().flow()).isEqualTo(connection);
  }

  @Test
  void whenTheConnectionEndsThePhoneIsReachedOverANewOneWhereThatIsPossible() {
    Flow connection = flow(TransportProtocol.TCP, "192.0.2.1", 41000, 7);
    alice.over(connection).register("<sip:alice@192.0.2.1:5060;transport=tcp>");

    assertThat(registrar.connectionClosed(connection)).isEmpty();

    assertThat(registrar.bindings("alice").getFirst().flow())
        .isEqualTo(flow(TransportProtocol.TCP, "192.0.2.1", 5060, Flow.NO_CONNECTION));
  }

  @Test
  void whenTheOnlyWayToAPhoneEndsItsBindingIsLost() {
    Flow connection = flow(TransportProtocol.TCP, "203.0.113.5", 41000, 7);
    alice.over(connection).register("<sip:alice@10.0.0.7;transport=tcp>");

    assertThat(registrar.connectionClosed(connection)).singleElement().isInstanceOf(Lost.class);

    assertThat(contacts("alice")).isEmpty();
    assertThat(timers.size()).isZero();
    assertThat(registrar.connectionClosed(connection)).isEmpty();
  }

  @Test
  void anOldConnectionEndsWithoutTheBindingThatMovedToANewOne() {
    Flow first = flow(TransportProtocol.TCP, "203.0.113.5", 41000, 7);
    Flow second = flow(TransportProtocol.TCP, "203.0.113.5", 41001, 8);
    alice.over(first).register("<sip:alice@10.0.0.7;transport=tcp>");
    alice.over(second).register("<sip:alice@10.0.0.7;transport=tcp>");

    assertThat(registrar.connectionClosed(first)).isEmpty();

    assertThat(registrar.bindings("alice").getFirst().flow()).isEqualTo(second);
  }
}
