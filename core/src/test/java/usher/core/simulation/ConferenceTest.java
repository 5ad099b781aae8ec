package usher.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import usher.core.call.CallLog;
import usher.core.call.EndCause;
import usher.core.loop.AcdFigures;
import usher.core.loop.Input;
import usher.sip.media.SimulatedMediaPort;
import usher.softphone.PhoneCall;

/**
 * An agent who serves a caller asks somebody, and lets all of them hear each other; and how that
 * ends.
 */
class ConferenceTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(10);

  private static SmallCentre centre(String media) {
    return new SmallCentre(
        """
        queues:
          sales: { needs: { sales: 1 }, wrap-up: 30s, media: %s }
          others: { needs: { others: 1 }, media: %s }
        entries:
          - { to: sales, queue: sales }
          - { to: "77", queue: others }
        transfer: { ring: 5s, outside: [ "sip:+4930*@10.0.2.1:5060" ] }
        """
            .formatted(media, media),
        "anna",
        "cora:others",
        "dora:dreams");
  }

  /** Anna's call with the caller, and her own. */
  private record Both(PhoneCall served, PhoneCall own) {}

  /** Anna holds the caller and asks somebody, who has answered. */
  private static Both asking(SmallCentre centre, String whom) {
    centre.dials("caller", "sales");
    centre.pass(LONG);
    PhoneCall served = centre.phone("anna").call();
    served.hold();
    centre.pass(SHORT);
    PhoneCall own = centre.dials("anna", whom);
    centre.pass(Duration.ofSeconds(4));
    assertThat(own.isTalking()).isTrue();
    assertThat(centre.state("anna")).isEqualTo("READY/CONSULT");
    return new Both(served, own);
  }

  /** The same, and then all hear each other: anna by her own call. */
  private static Both conferring(SmallCentre centre, String whom) {
    Both both = asking(centre, whom);
    both.own().press("*3");
    centre.pass(SHORT);
    assertThat(both.served().isEnded()).isTrue();
    hearEachOther(centre, 3);
    return both;
  }

  /** So many ports of the server are open, and each far end hears all others and not itself. */
  private static void hearEachOther(SmallCentre centre, int parties) {
    List<SimulatedMediaPort> open = centre.server().media().openPorts();
    assertThat(open).hasSize(parties);
    for (SimulatedMediaPort one : open) {
      assertThat(one.playing()).isNull();
      for (SimulatedMediaPort other : open) {
        assertThat(one.hears(other)).isEqualTo(one != other);
      }
    }
  }

  private static List<String> parties(CallLog record) {
    return record.parties().stream().map(CallLog.PartyLog::who).toList();
  }

  @ParameterizedTest
  @CsvSource({"relay, own", "direct, own", "relay, served", "direct, served"})
  void byTheKeysOfTheCodeInEitherOfHerCalls(String media, String pressedIn) {
    SmallCentre centre = centre(media);
    Both both = asking(centre, "cora");
    PhoneCall kept = pressedIn.equals("own") ? both.own() : both.served();
    PhoneCall other = pressedIn.equals("own") ? both.served() : both.own();
    if (kept == both.served()) {
      both.own().hold();
      both.served().resume();
      centre.pass(SHORT);
    }
    kept.press("*");
    centre.pass(SHORT);
    assertThat(other.isTalking()).isTrue();
    kept.press("3");
    centre.pass(SHORT);

    assertThat(kept.isTalking()).isTrue();
    assertThat(other.isEnded()).isTrue();
    assertThat(centre.sent()).anyMatch(line -> line.contains("text=\"Conference\""));
    assertThat(centre.phone("caller").call().isTalking()).isTrue();
    assertThat(centre.phone("caller").call().isHeldByPeer()).isFalse();
    assertThat(centre.phone("cora").call().isHeldByPeer()).isFalse();
    hearEachOther(centre, 3);
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    assertThat(centre.state("cora")).isEqualTo("READY/EXTERNAL");
    centre.phone("caller").call().hangUp();
    kept.hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(parties(record)).containsExactly("caller", "anna", "cora");
    assertThat(centre.server().journal())
        .anyMatch(noted -> noted.record().toString().contains("CONFERENCE, detail=caller, anna"));
  }

  @Test
  void isCountedWhileMoreThanTwoAreLeftAndOnceForAll() {
    SmallCentre centre = centre("relay");
    Both both = conferring(centre, "cora");
    assertThat(centre.server().acd().figures().conferring()).isOne();
    centre.phone("cora").call().hangUp();
    centre.pass(SHORT);
    AcdFigures after = centre.server().acd().figures();
    assertThat(after.conferring()).isZero();
    assertThat(after.conferred()).isOne();
    both.own().hangUp();
    centre.rest();
  }

  /** As most phones do: the keys are in the audio, which of a call of hers we always have. */
  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void byTheKeysOfTheCodeInTheAudio(String media) {
    SmallCentre centre = centre(media);
    Both both = asking(centre, "cora");
    List<SimulatedMediaPort> open = centre.server().media().openPorts();
    SimulatedMediaPort annas = open.get(open.size() - 2);
    open.getLast().press('*');
    open.getLast().press('3');
    centre.pass(SHORT);
    assertThat(both.served().isTalking()).as("cora's keys").isTrue();
    annas.press('*');
    annas.press('3');
    centre.pass(SHORT);
    assertThat(both.served().isEnded()).isTrue();
    hearEachOther(centre, 3);
    annas.press('#');
    both.own().hangUp();
    centre.phone("cora").call().hangUp();
    annas.press('*');
    assertThat(parties(centre.rest().getFirst())).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void byDiallingTheCodeAndBothCallsThatSheHadEnd(String media) {
    SmallCentre centre = centre(media);
    Both both = asking(centre, "cora");
    PhoneCall third = centre.dials("anna", "*3");
    centre.pass(SHORT);
    assertThat(both.served().isEnded() && both.own().isEnded()).isTrue();
    assertThat(third.isTalking()).isTrue();
    hearEachOther(centre, 3);
    third.hangUp();
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    hearEachOther(centre, 2);
    centre.phone("cora").call().hangUp();
    assertThat(centre.rest().getFirst().cause()).isEqualTo(EndCause.OUTSIDE_HUNG_UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void withWhomRoutingGaveHerWhenSheAskedAQueue(String media) {
    SmallCentre centre = centre(media);
    conferring(centre, "77");
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    assertThat(centre.state("cora")).isEqualTo("READY/TALKING");
    centre.phone("anna").call().hangUp();
    centre.pass(SHORT);
    hearEachOther(centre, 2);
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest())
        .extracting(CallLog::cause)
        .containsExactly(EndCause.PASSED_ON, EndCause.CALLER_HUNG_UP);
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void theCallerLeavesAndTheAgentsGoOn(String media) {
    SmallCentre centre = centre(media);
    Both both = conferring(centre, "cora");
    centre.phone("caller").call().hangUp();
    centre.pass(LONG);
    hearEachOther(centre, 2);
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    both.own().hangUp();
    centre.pass(SHORT);
    assertThat(centre.phone("cora").call().isEnded()).isTrue();
    CallLog record = centre.rest().getFirst();
    assertThat(record.cause()).isEqualTo(EndCause.AGENT_HUNG_UP);
    assertThat(record.parties().getFirst().leftNs()).isLessThan(record.endedNs());
    assertThat(record.parties().getLast().leftNs()).isEqualTo(record.endedNs());
    assertThat(record.legs()).hasSize(4).allMatch(leg -> media.equals("direct") || heard(record));
  }

  private static boolean heard(CallLog record) {
    return record.legs().stream().allMatch(leg -> record.audioOf(leg) != null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void whoWasAskedLeavesAndSheHasTheCallerAsBefore(String media) {
    SmallCentre centre = centre(media);
    Both both = conferring(centre, "cora");
    centre.phone("cora").call().hangUp();
    centre.pass(SHORT);
    hearEachOther(centre, 2);
    both.own().hold();
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/HELD");
    both.own().resume();
    both.own().transfer("dora");
    centre.pass(LONG);
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    assertThat(centre.state("dora")).isEqualTo("READY/EXTERNAL");
    centre.phone("caller").call().hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(record.parties()).hasSize(3).allMatch(party -> party.leftNs() < record.endedNs());
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void sheLeavesAndWhoWasAskedHasTheCallerAndCanPassHimOn(String media) {
    SmallCentre centre = centre(media);
    Both both = conferring(centre, "cora");
    both.own().hangUp();
    centre.pass(SHORT);
    assertThat(centre.state("anna")).isEqualTo("READY/WRAPUP");
    hearEachOther(centre, 2);
    centre.phone("cora").call().transfer("dora");
    centre.pass(LONG);
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
    hearEachOther(centre, 2);
    centre.phone("caller").call().hangUp();
    assertThat(centre.rest().getFirst().cause()).isEqualTo(EndCause.CALLER_HUNG_UP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "direct"})
  void aFourthIsAskedOutOfTheConferenceWhichGoesOnMeanwhile(String media) {
    SmallCentre centre = centre(media);
    Both both = conferring(centre, "cora");
    both.own().hold();
    centre.pass(SHORT);
    List<SimulatedMediaPort> open = centre.server().media().openPorts();
    assertThat(open).as("no music for those who talk").allMatch(port -> port.playing() == null);
    PhoneCall own = centre.dials("anna", "dora");
    centre.pass(LONG);
    assertThat(centre.state("anna")).isEqualTo("READY/CONSULT");
    own.press("*3");
    centre.pass(SHORT);
    assertThat(both.own().isEnded()).isTrue();
    assertThat(centre.state("anna")).isEqualTo("READY/TALKING");
    hearEachOther(centre, 4);
    centre.phone("caller").call().hangUp();
    centre.pass(SHORT);
    hearEachOther(centre, 3);
    centre.phone("cora").call().hangUp();
    centre.pass(SHORT);
    hearEachOther(centre, 2);
    centre.phone("dora").call().hangUp();
    CallLog record = centre.rest().getFirst();
    assertThat(parties(record)).containsExactly("caller", "anna", "cora", "dora");
  }

  @Test
  void peopleOutsideDoNotGoOnAmongThemselves() {
    SmallCentre centre = centre("relay");
    Phone home = centre.outside();
    Both both = conferring(centre, "+493012");
    both.own().hold();
    centre.pass(SHORT);
    PhoneCall second = centre.dials("anna", "+493012");
    centre.pass(LONG);
    second.press("*3");
    centre.pass(SHORT);
    hearEachOther(centre, 4);
    centre.phone("caller").call().hangUp();
    centre.pass(SHORT);
    hearEachOther(centre, 3);
    second.hangUp();
    centre.pass(SHORT);
    assertThat(home.heard()).filteredOn("ended PEER_HUNG_UP"::equals).hasSize(2);
    assertThat(centre.rest().getFirst().cause()).isEqualTo(EndCause.AGENT_HUNG_UP);
  }

  @Test
  void whoGotTheCallByTransferMakesOneToo() {
    SmallCentre centre = centre("relay");
    centre.dials("caller", "sales");
    centre.pass(LONG);
    centre.phone("anna").call().transfer("cora");
    centre.pass(LONG);
    PhoneCall served = centre.phone("cora").call();
    served.hold();
    centre.pass(SHORT);
    PhoneCall own = centre.dials("cora", "dora");
    centre.pass(LONG);
    own.press("*3");
    centre.pass(SHORT);
    assertThat(served.isEnded()).isTrue();
    hearEachOther(centre, 3);
    assertThat(centre.state("cora")).isEqualTo("READY/EXTERNAL");
    own.hangUp();
    centre.pass(SHORT);
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
    hearEachOther(centre, 2);
    centre.phone("dora").call().hangUp();
    assertThat(parties(centre.rest().getFirst())).containsExactly("caller", "cora", "dora");
  }

  @ParameterizedTest
  @CsvSource({"caller", "cora", "anna"})
  void whoVanishesIsNoticedAndTheOthersGoOn(String who) {
    SmallCentre centre = centre("relay");
    conferring(centre, "cora");
    centre.device(who).vanish();
    centre.pass(Duration.ofMinutes(3));
    hearEachOther(centre, 2);
    for (String other : List.of("caller", "cora", "anna")) {
      if (!other.equals(who)) {
        centre.phone(other).call().hangUp();
      }
    }
    assertThat(centre.rest()).hasSize(1);
  }

  @Test
  void whereNobodyWasAskedOrTalksTheKeysAreKeys() {
    SmallCentre centre = centre("relay");
    centre.dials("caller", "sales");
    centre.pass(LONG);
    PhoneCall served = centre.phone("anna").call();
    served.press("*3");
    centre.pass(SHORT);
    assertThat(centre.phone("caller").heard()).endsWith("key *", "key 3");
    hearEachOther(centre, 2);
    centre.dials("anna", "*3");
    centre.dials("caller", "*3");
    centre.pass(SHORT);
    assertThat(centre.phone("anna").heard()).endsWith("ended REFUSED 403");
    assertThat(centre.phone("caller").heard()).endsWith("ended REFUSED 403");
    served.hangUp();
    centre.rest();
  }

  @Test
  void keysOfOthersOrWithALongPauseBetweenThemAreKeys() {
    SmallCentre centre = centre("relay");
    Both both = asking(centre, "cora");
    centre.phone("caller").call().press("*3");
    centre.phone("cora").call().press("*3");
    both.own().press("*");
    centre.pass(Duration.ofSeconds(4));
    both.own().press("3");
    centre.pass(SHORT);
    assertThat(both.served().isTalking() && both.own().isTalking()).isTrue();
    both.own().hangUp();
    both.served().hangUp();
    assertThat(centre.rest().getFirst().parties()).isEmpty();
  }

  @Test
  void aConferenceIsNotPassedOnAndNotTakenOver() {
    SmallCentre centre = centre("relay");
    Both both = conferring(centre, "cora");
    both.own().transfer("dora");
    centre.pass(LONG);
    assertThat(centre.phone("anna").heard()).endsWith("transfer 491");
    hearEachOther(centre, 3);
    both.own().hangUp();
    centre.phone("cora").call().hangUp();
    centre.rest();
  }

  @ParameterizedTest
  @CsvSource({
    "relay, caller",
    "direct, caller",
    "relay, cora",
    "direct, cora",
    "relay, anna",
    "direct, anna"
  })
  void somebodyHangsUpInTheInstantInWhichItIsMade(String media, String who) {
    SmallCentre centre = centre(media);
    Both both = asking(centre, "cora");
    both.own().press("*3");
    PhoneCall gone = who.equals("anna") ? both.own() : centre.phone(who).call();
    gone.hangUp();
    centre.pass(LONG);
    for (String other : List.of("caller", "cora")) {
      centre.phone(other).call().hangUp();
    }
    both.own().hangUp();
    both.served().hangUp();
    assertThat(centre.rest()).hasSize(1);
    assertThat(centre.state("anna")).isEqualTo("READY/IDLE");
    assertThat(centre.state("cora")).isEqualTo("READY/IDLE");
  }

  @Test
  void stoppingTheServerEndsIt() {
    SmallCentre centre = centre("relay");
    conferring(centre, "cora");
    centre.server().acd().on(new Input.StopCalls());
    assertThat(centre.rest().getFirst().cause()).isEqualTo(EndCause.SERVER_STOPPED);
    assertThat(centre.phone("cora").call().isEnded()).isTrue();
    assertThat(centre.phone("anna").call().isEnded()).isTrue();
  }

  @Test
  void eightAreThereAndNoneMoreComesIn() {
    String[] agents = {"anna", "b:x", "c:x", "d:x", "e:x", "f:x", "g:x", "h:x"};
    SmallCentre centre =
        new SmallCentre(
            """
            queues:
              sales: { needs: { sales: 1 }, wrap-up: 30s }
            entries: [ { to: sales, queue: sales } ]
            feature-codes: { conference: "#0" }
            """,
            agents);
    centre.dials("caller", "sales");
    centre.pass(LONG);
    PhoneCall kept = centre.phone("anna").call();
    for (String next : List.of("b", "c", "d", "e", "f", "g")) {
      PhoneCall own = centre.dials("anna", next);
      centre.pass(Duration.ofSeconds(4));
      own.press("#0");
      centre.pass(SHORT);
      assertThat(kept.isEnded()).isTrue();
      kept = own;
    }
    hearEachOther(centre, 8);
    PhoneCall ninth = centre.dials("anna", "h");
    centre.pass(Duration.ofSeconds(4));
    centre.dials("anna", "#0");
    centre.pass(SHORT);
    assertThat(centre.phone("anna").heard()).endsWith("ended REFUSED 486");
    assertThat(kept.isTalking() && ninth.isTalking()).isTrue();
    ninth.hangUp();
    kept.hangUp();
    for (String one : List.of("b", "c", "d", "e", "f", "g")) {
      centre.phone(one).call().hangUp();
    }
    assertThat(parties(centre.rest().getFirst())).hasSize(8);
  }
}
