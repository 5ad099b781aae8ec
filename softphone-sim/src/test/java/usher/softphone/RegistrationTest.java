package usher.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.transport.TransportProtocol;
import usher.softphone.chance.Seed;
import usher.softphone.network.LinkQuality;
import usher.softphone.network.SimulatedHost;
import usher.softphone.network.SimulatedNetwork;

/** A phone and its registrar. */
class RegistrationTest {
  private final SimulatedNetwork network = new SimulatedNetwork(new Seed(1));
  private final SimulatedHost serversMachine = network.host("server", TwoPhones.address(9));
  private final SimulatedHost machine = network.host("phone", TwoPhones.address(1));
  private final Registrar registrar =
      new Registrar(serversMachine, serversMachine.locals(), SimulatedNetwork.START_NS);
  private final PhoneHost host = TwoPhones.host(machine, 1, 1);
  private final Diary diary = new Diary();
  private final Softphone phone =
      host.phone(
          new Account(
              "alice",
              "usher.test",
              "secret",
              machine.flow(TransportProtocol.UDP).to(TwoPhones.address(9))),
          diary);

  RegistrationTest() {
    serversMachine.run(registrar);
  }

  @Test
  void aPhoneAnswersTheChallengeWithTheBetterHash() {
    register();

    assertThat(diary.lines()).containsExactly("registered");
    assertThat(registrar.contacts().values())
        .containsExactly("<sip:alice@10.0.0.1:5060>;expires=600");
    assertThat(registrar.requests()).hasSize(2);
    assertThat(registrar.requests().getLast().header(Header.AUTHORIZATION))
        .contains("algorithm=SHA-256");
  }

  @Test
  void whereThereIsOnlyTheOldHashItIsUsed() {
    registrar.algorithms = List.of("MD5");
    register();

    assertThat(diary.lines()).containsExactly("registered");
  }

  @Test
  void allRegistrationsOfAPhoneHaveOneCallIdAndGrowingNumbers() {
    registrar.grantedS = 60;
    register();
    network.runFor(Duration.ofMinutes(10).toNanos());

    assertThat(registrar.requests().stream().map(SipRequest::callId).distinct()).hasSize(1);
    assertThat(registrar.requests().stream().map(SipRequest::cseq))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void itIsRefreshedInTimeWithoutANewChallengeAndWithoutNews() {
    registrar.grantedS = 60;
    register();
    network.runFor(Duration.ofMinutes(10).toNanos());

    // One try in vain at the beginning, then one every 42 to 54 s.
    assertThat(registrar.requests()).hasSizeBetween(2 + 600 / 54, 2 + 600 / 42);
    assertThat(registrar.requests().getLast().header(Header.AUTHORIZATION)).contains("nc=0000000");
    assertThat(diary.lines()).containsExactly("registered");
  }

  @Test
  void aStaleNonceIsReplacedWithoutNews() {
    registrar.grantedS = 60;
    register();
    registrar.nonce = "nonce-2";
    network.runFor(Duration.ofSeconds(70).toNanos());

    assertThat(diary.lines()).containsExactly("registered");
    assertThat(phone.registrationState()).isEqualTo(RegistrationState.REGISTERED);
  }

  @Test
  void aServerThatDoesNotSayStaleIsUnderstoodToo() {
    registrar.grantedS = 60;
    registrar.saysStale = false;
    register();
    registrar.nonce = "nonce-2";
    network.runFor(Duration.ofSeconds(70).toNanos());

    assertThat(phone.registrationState()).isEqualTo(RegistrationState.REGISTERED);
  }

  @Test
  void aWrongPasswordIsNotTriedForEver() {
    registrar.password = "another";
    register();
    network.runFor(Duration.ofHours(1).toNanos());

    assertThat(diary.lines()).containsExactly("registration failed 401");
    assertThat(registrar.requests()).hasSize(2);
  }

  @Test
  void tooBriefAnIntervalIsMadeLonger() {
    registrar.leastExpiresS = 900;
    register();

    assertThat(registrar.contacts().values()).singleElement().asString().contains("expires=900");
  }

  @Test
  void aServerThatIsOverloadedIsAskedAgainLater() {
    registrar.refusesWith = 503;
    register();
    assertThat(diary.lines()).containsExactly("registration failed 503");
    registrar.refusesWith = 0;
    network.runFor(Duration.ofSeconds(10).toNanos());

    assertThat(diary.lines()).containsExactly("registration failed 503", "registered");
  }

  @Test
  void aServerThatIsDeadIsAskedAgainUntilItLives() {
    serversMachine.cut();
    register();
    network.runFor(Duration.ofMinutes(2).toNanos());
    assertThat(diary.lines()).contains("registration failed 408").doesNotContain("registered");
    serversMachine.mend();
    network.runFor(Duration.ofMinutes(5).toNanos());

    assertThat(diary.lines()).endsWith("registered");
  }

  @Test
  void unregisteringRemovesTheContact() {
    register();
    phone.unregister();
    network.runFor(Duration.ofSeconds(1).toNanos());

    assertThat(diary.lines()).containsExactly("registered", "unregistered");
    assertThat(registrar.contacts()).isEmpty();
    assertThat(network.runUntilIdle(Duration.ofHours(1).toNanos())).isTrue();
  }

  @Test
  void aChangeOfMindWhileTheFirstAnswerIsUnderWayLeavesNoContact() {
    phone.register(Duration.ofMinutes(10));
    phone.unregister();
    network.runFor(Duration.ofSeconds(1).toNanos());

    assertThat(registrar.contacts()).isEmpty();
    assertThat(phone.registrationState()).isEqualTo(RegistrationState.UNREGISTERED);
  }

  @Test
  void aChangeOfMindWhileItIsBeingTakenBackKeepsIt() {
    register();
    phone.unregister();
    phone.register(Duration.ofMinutes(10));
    network.runFor(Duration.ofSeconds(1).toNanos());

    assertThat(registrar.contacts()).hasSize(1);
    assertThat(phone.registrationState()).isEqualTo(RegistrationState.REGISTERED);
  }

  @Test
  void aPhoneThatLostItsPowerRegistersAnewWithAnotherCallId() {
    register();
    phone.vanish();
    network.runFor(Duration.ofSeconds(1).toNanos());
    assertThat(phone.registrationState()).isEqualTo(RegistrationState.UNREGISTERED);
    phone.reappear();
    register();

    assertThat(diary.lines()).containsExactly("registered", "registered");
    assertThat(registrar.requests().getLast().callId())
        .isNotEqualTo(registrar.requests().getFirst().callId());
  }

  @Test
  void overABadNetworkItGetsThereAllTheSame() {
    network.quality(LinkQuality.BAD);
    registrar.grantedS = 30;
    register();
    network.runFor(Duration.ofHours(1).toNanos());

    assertThat(phone.registrationState()).isEqualTo(RegistrationState.REGISTERED);
    assertThat(diary.lines().getFirst()).isEqualTo("registered");
  }

  @Test
  void aCallThatIsAskedForCredentialsIsDialledAgainWithThem() {
    phone.dial("sales");
    network.runFor(Duration.ofSeconds(1).toNanos());

    assertThat(diary.lines()).containsExactly("ended REFUSED 486");
  }

  private void register() {
    phone.register(Duration.ofMinutes(10));
    network.runFor(Duration.ofSeconds(2).toNanos());
  }
}
