package usher.sip.media;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import usher.sip.media.secure.DtlsIdentity;
import usher.sip.sdp.Codec;
import usher.sip.sdp.Direction;

/** A browser and a plain phone are joined: ICE, DTLS and SRTP here, open RTP there. */
class BrowserLegTest {
  private static final int PAIRS = 8;
  private static final int EARLY = 99;
  private static final DtlsIdentity IDENTITY = DtlsIdentity.create();

  private final InetAddress address = TestAddresses.loopback();
  private final RtpMediaPlane plane;
  private final MediaPort toBrowser;
  private final MediaPort toPhone;
  private final TestBrowser browser;
  private final TestPhone phone = new TestPhone(address);

  BrowserLegTest() throws IOException {
    plane =
        RtpMediaPlane.start(
            new MediaConfig(
                address, address, 20_000, 20_000 + 2 * PAIRS - 1, 1, PAIRS, Duration.ofMillis(1)));
    toBrowser = open();
    toPhone = open();
    browser = new TestBrowser(IDENTITY, address, toBrowser, /* client= */ true);
    toPhone.remote(phone.agreed(Codec.PCMU, null, Direction.SENDRECV));
    toPhone.join(toBrowser);
  }

  private MediaPort open() {
    return requireNonNull(plane.open(MediaListener.NONE, null));
  }

  @AfterEach
  void end() {
    browser.close();
    phone.close();
    plane.close();
  }

  @Test
  void eachHearsTheOther() throws Exception {
    connect(browser);

    for (int i = 1; i <= 20; i++) {
      browser.say(i);
      phone.say(toPhone, Codec.PCMU, 100 + i);
      assertThat(phoneHears()).isEqualTo(i);
      assertThat(browser.hear()).isEqualTo(100 + i);
    }
  }

  @Test
  void aBrowserThatWaitsForTheHandshakeGetsIt() throws Exception {
    var port = open();
    try (var waiting = new TestBrowser(IDENTITY, address, port, /* client= */ false)) {
      toPhone.join(port);
      port.remote(waiting.agreed());
      waiting.shakeHands();
      waiting.check(true);
      waiting.awaitKeys();
      awaitKeysOfOurs(waiting, port);
      waiting.say(7);

      assertThat(phoneHears()).isEqualTo(7);
    }
  }

  @Test
  void reportsTravelOnTheSamePort() throws Exception {
    connect(browser);
    phone.say(toPhone, Codec.PCMU, 1);
    browser.hear();

    var sender = new Rtcp.Sender(99, phone.timestamp(), 1, 160);
    phone.report(toPhone, new Rtcp.Report(phone.ssrc(), sender, List.of()));
    assertThat(browser.hearReport()[1] & 0xff).isEqualTo(200);
    browser.report(new Rtcp.Report(4711, new Rtcp.Sender(1, 2, 3, 4), List.of()));
    assertThat(phone.hearReport()[1] & 0xff).isEqualTo(200);
  }

  @Test
  void musicReachesABrowserOnceThereAreKeys() throws Exception {
    toBrowser.play(AudioClip.defaultMusic(), true);
    connect(browser);

    browser.hear();
  }

  @Test
  void openPacketsAreDropped() throws Exception {
    connect(browser);
    long before = toBrowser.statistics().dropped(DropReason.UNPROVED);
    browser.sayOpenly(66);
    browser.say(7);

    assertThat(phoneHears()).isEqualTo(7);
    assertThat(toBrowser.statistics().dropped(DropReason.UNPROVED)).isEqualTo(before + 1);
  }

  @Test
  void whoIsNotCheckedIsNotHeardWhateverHeKnows() throws Exception {
    connect(browser);
    // a check of the browser's own may have come before we knew of it
    long before = toBrowser.statistics().dropped(DropReason.FOREIGN_SOURCE);
    try (var stranger = new TestPhone(address)) {
      for (int i = 0; i < 20; i++) {
        stranger.say(toBrowser, Codec.PCMU, 66);
      }
      browser.say(7);

      assertThat(phoneHears()).isEqualTo(7);
      assertThat(stranger.hasHeardNothing()).isTrue();
      Eventually.is(before + 20, () -> toBrowser.statistics().dropped(DropReason.FOREIGN_SOURCE));
    }
  }

  @Test
  void aHandshakeIsNotBegunWithWhoIsNotChecked() throws Exception {
    toBrowser.remote(browser.agreed());
    try (var stranger = new TestBrowser(IDENTITY, address, toBrowser, true)) {
      stranger.shakeHands();
      connect(browser);
      browser.say(7);

      assertThat(phoneHears()).isEqualTo(7);
      assertThat(stranger.hasKeys()).isFalse();
    }
  }

  @Test
  void anotherCertificateGetsNoKeys() throws Exception {
    try (var other = new TestBrowser(DtlsIdentity.create(), address, toBrowser, true)) {
      toBrowser.remote(browser.agreed());
      other.check(true);
      other.shakeHands();

      assertThatThrownBy(other::awaitKeys).hasStackTraceContaining("bad_certificate");
      Eventually.is(true, toBrowser::isUnprotectable);
    }
  }

  @Test
  void aReinviteDisturbsNothing() throws Exception {
    connect(browser);
    browser.say(1);
    assertThat(phoneHears()).isEqualTo(1);
    toBrowser.remote(browser.agreed());
    browser.say(2);
    phone.say(toPhone, Codec.PCMU, 3);

    assertThat(phoneHears()).isEqualTo(2);
    assertThat(browser.hear()).isEqualTo(3);
  }

  @Test
  void portsComeBackWhateverTheBrowserDid() throws Exception {
    connect(browser);
    toBrowser.close();
    toPhone.close();
    for (int call = 0; call < 4 * PAIRS; call++) {
      Eventually.is(true, () -> plane.statistics().bound() > 0);
      var port = open();
      try (var next = new TestBrowser(IDENTITY, address, port, call % 2 == 0)) {
        port.remote(next.agreed());
        next.check(true);
        next.shakeHands();
        if (call % 4 == 3) {
          next.awaitKeys();
        }
        port.close();
      }
    }

    Eventually.is(PAIRS, () -> plane.statistics().bound());
    assertThat(plane.statistics().inUse()).isZero();
  }

  private void connect(TestBrowser page) throws Exception {
    toBrowser.remote(page.agreed());
    page.check(false);
    page.check(true);
    page.shakeHands();
    page.awaitKeys();
    awaitKeysOfOurs(page, toBrowser);
  }

  /** The side that ends the handshake has its keys first. */
  private static void awaitKeysOfOurs(TestBrowser page, MediaPort port) {
    Eventually.is(
        true,
        () -> {
          page.say(EARLY);
          return port.statistics().packetsReceived() > 0;
        });
  }

  /** The next that the phone hears of what a test says. */
  private int phoneHears() {
    int text = EARLY;
    while (text == EARLY) {
      text = phone.hear().payload()[0];
    }
    return text;
  }
}
