package usher.sip.media;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import usher.sip.media.Rtcp.Block;
import usher.sip.media.Rtcp.Report;
import usher.sip.media.Rtcp.Sender;
import usher.sip.media.TestPhone.Heard;
import usher.sip.sdp.Codec;
import usher.sip.sdp.Direction;

/** With one media thread for both legs of a call, and with a thread for each; without epoll too. */
@ParameterizedClass(name = "{0} media threads, epoll: {1}")
@CsvSource({"1, true", "2, true", "1, false"})
class RtpMediaPlaneTest {
  private static final Codec PCMU = Codec.PCMU;
  private static final Codec PCMA = Codec.PCMA;
  private static final Direction BOTH = Direction.SENDRECV;

  private final InetAddress address = TestAddresses.loopback();
  private final RtpMediaPlane plane;
  private final TestPhone alice = new TestPhone(address);
  private final TestPhone bob = new TestPhone(address);
  private final Events aliceSays = new Events();
  private final MediaPort toAlice;
  private final MediaPort toBob;

  RtpMediaPlaneTest(int threads, boolean epoll) throws IOException {
    var config =
        new MediaConfig(address, address, 20_000, 20_199, threads, 16, Duration.ofMillis(1));
    plane = RtpMediaPlane.start(config, epoll && Epoll.isAvailable());
    toAlice = open(aliceSays);
    toBob = open(MediaListener.NONE);
  }

  @AfterEach
  void end() {
    alice.close();
    bob.close();
    plane.close();
  }

  @Test
  void audioFlowsBothWaysUntouched() {
    connect();

    for (int i = 1; i <= 20; i++) {
      alice.say(toAlice, PCMU, i);
      bob.say(toBob, PCMU, 100 + i);
      assertThat(bob.hear().payload()).containsOnly(i);
      assertThat(alice.hear().payload()).containsOnly(100 + i);
    }
  }

  @Test
  void whatIsHeardComesFromThePortThatWasAnnounced() {
    connect();
    alice.say(toAlice, PCMU, 1);

    assertThat(bob.hear().from()).isEqualTo(toBob.rtpAddress());
    assertThat(toBob.rtpAddress().getPort() % 2).isZero();
  }

  @Test
  void spacingAndLossPassTheRelay() {
    connect();
    var first = said(alice, toAlice, bob);
    skip(alice, 3);
    var later = said(alice, toAlice, bob);

    assertThat(first.marker()).isTrue();
    assertThat(later.marker()).isFalse();
    assertThat(later.sequence()).isEqualTo((first.sequence() + 4) & 0xffff);
    assertThat(later.timestamp()).isEqualTo(first.timestamp() + 160);
    assertThat(later.ssrc()).isEqualTo(first.ssrc()).isNotEqualTo(alice.ssrc());
  }

  @Test
  void aLegInALawHearsOneInMuLaw() {
    toAlice.remote(alice.agreed(PCMU, null, BOTH));
    toBob.remote(bob.agreed(PCMA, null, BOTH));
    toAlice.join(toBob);
    settle();
    byte said = G711.encode(PCMU, (short) 4000);
    alice.say(toAlice, PCMU, said);

    var heard = bob.hear();
    assertThat(heard.payloadType()).isEqualTo(8);
    assertThat(heard.payload()).containsOnly(G711.encode(PCMA, G711.decode(PCMU, said)));
  }

  @Test
  void aPhoneMayChangeBetweenTheFormsOfG711() {
    connect();
    byte said = G711.encode(PCMA, (short) 4000);
    alice.say(toAlice, PCMU, 1);
    bob.hear();
    alice.say(toAlice, PCMA, said);

    var heard = bob.hear();
    assertThat(heard.payloadType()).isZero();
    assertThat(heard.payload()).containsOnly(G711.encode(PCMU, G711.decode(PCMA, said)));
  }

  @Test
  void aSprayerHearsNothingAndIsNotHeard() throws IOException {
    connect();
    try (var sprayer = new TestPhone(address);
        var other = new TestPhone(address)) {
      sprayer.say(toAlice, PCMU, 66);
      var first = said(alice, toAlice, bob);
      said(bob, toBob, alice);
      for (int i = 0; i < 20; i++) {
        sprayer.say(toAlice, PCMU, 66);
        other.say(toBob, PCMU, 66);
      }
      var second = said(alice, toAlice, bob);
      said(bob, toBob, alice);

      assertThat(second.payload()).containsOnly(33);
      assertThat(second.ssrc()).isEqualTo(first.ssrc());
      assertThat(second.sequence()).isEqualTo((first.sequence() + 1) & 0xffff);
      assertThat(sprayer.hasHeardNothing()).isTrue();
      assertThat(other.hasHeardNothing()).isTrue();
    }
  }

  @Test
  void aPhoneBehindANatIsHeardFromItsMappingAndAnsweredThere() throws IOException {
    try (var announced = new TestPhone(address)) {
      toAlice.remote(alice.agreed(announced.address(), PCMU, null, BOTH));
      toBob.remote(bob.agreed(PCMU, null, BOTH));
      toAlice.join(toBob);
      settle();
      do {
        alice.say(toAlice, PCMU, 8);
      } while (bob.hasHeardNothing());

      bob.say(toBob, PCMU, 9);
      assertThat(alice.hear().payload()).containsOnly(9);
      assertThat(announced.hasHeardNothing()).isTrue();
    }
  }

  @Test
  void aReInviteMayMoveThePhoneToAnotherPort() throws IOException {
    connect();
    said(alice, toAlice, bob);
    try (var moved = new TestPhone(address)) {
      toAlice.remote(moved.agreed(PCMU, null, BOTH));
      settle();
      bob.say(toBob, PCMU, 5);
      assertThat(moved.hear().payload()).containsOnly(5);

      moved.say(toAlice, PCMU, 6);
      assertThat(bob.hear().payload()).containsOnly(6);
      alice.say(toAlice, PCMU, 7);
      moved.say(toAlice, PCMU, 8);
      assertThat(bob.hear().payload()).containsOnly(8);
      bob.say(toBob, PCMU, 9);
      assertThat(moved.hear().payload()).containsOnly(9);
    }
  }

  @Test
  void aReInviteThatChangesNothingInterruptsNothing() {
    connect();
    said(alice, toAlice, bob);
    toAlice.remote(alice.agreed(PCMU, null, BOTH));
    settle();
    bob.say(toBob, PCMU, 5);

    assertThat(alice.hear().payload()).containsOnly(5);
    alice.say(toAlice, PCMU, 6);
    assertThat(bob.hear().payload()).containsOnly(6);
  }

  @Test
  void aPhoneThatIsHeldHearsNothingUntilItIsTakenBack() {
    connect();
    said(bob, toBob, alice);
    toAlice.remote(alice.agreed(PCMU, null, Direction.RECVONLY));
    settle();
    bob.say(toBob, PCMU, 5);
    Eventually.is(1L, () -> toAlice.statistics().dropped(DropReason.HELD));
    // Alice may still be heard: her phone plays music to whom she holds.
    alice.say(toAlice, PCMU, 6);
    assertThat(bob.hear().payload()).containsOnly(6);
    toAlice.remote(alice.agreed(PCMU, null, BOTH));
    settle();
    bob.say(toBob, PCMU, 7);

    assertThat(alice.hear().payload()).containsOnly(7);
  }

  @Test
  void whomWeDoNotWantToHearIsNotHeard() {
    connect();
    toAlice.remote(alice.agreed(PCMU, null, Direction.SENDONLY));
    settle();
    alice.say(toAlice, PCMU, 5);

    Eventually.is(1L, () -> toAlice.statistics().dropped(DropReason.HELD));
    assertThat(toAlice.statistics().packetsReceived()).isZero();
  }

  @Test
  void keysAreReportedOnceAndPassWithThePeersNumber() throws InterruptedException {
    toAlice.remote(alice.agreed(PCMU, 96, BOTH));
    toBob.remote(bob.agreed(PCMU, 101, BOTH));
    toAlice.join(toBob);
    settle();
    alice.press(toAlice, 96, '5');
    alice.press(toAlice, 96, '#');

    assertThat(aliceSays.next()).isEqualTo("started");
    assertThat(aliceSays.next()).isEqualTo("5");
    assertThat(aliceSays.next()).isEqualTo("#");
    for (int i = 0; i < 8; i++) {
      var heard = bob.hear();
      assertThat(heard.payloadType()).isEqualTo(101);
      assertThat((int) heard.payload()[0]).isEqualTo(DtmfEvent.eventOf(i < 4 ? '5' : '#'));
    }
    assertThat(toAlice.statistics().keys()).isEqualTo(2);
  }

  @Test
  void keysAreNotSentToAPhoneThatDoesNotTakeThem() throws InterruptedException {
    toAlice.remote(alice.agreed(PCMU, 96, BOTH));
    toBob.remote(bob.agreed(PCMU, null, BOTH));
    toAlice.join(toBob);
    settle();
    alice.press(toAlice, 96, '5');
    alice.say(toAlice, PCMU, 1);

    assertThat(bob.hear().payload()).containsOnly(1);
    assertThat(aliceSays.next()).isEqualTo("started");
    assertThat(aliceSays.next()).isEqualTo("5");
  }

  @Test
  void reportsPassWithTheNumbersThatTheirReaderKnows() {
    connect();
    var toldBob = said(alice, toAlice, bob);
    var toldAlice = said(bob, toBob, alice);
    var block = new Block(toldAlice.ssrc(), 3, toldAlice.sequence(), 4, 5, 6);
    alice.report(
        toAlice, new Report(alice.ssrc(), new Sender(77, alice.timestamp(), 8, 9), List.of(block)));

    var bytes = bob.hearReport();
    var report = requireNonNull(Rtcp.read(Unpooled.wrappedBuffer(bytes)));
    assertThat(report.ssrc()).isEqualTo(toldBob.ssrc());
    assertThat(report.sender()).isEqualTo(new Sender(77, toldBob.timestamp(), 8, 9));
    assertThat(report.blocks()).containsExactly(new Block(bob.ssrc(), 3, bob.sequence(), 4, 5, 6));
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("alice");
  }

  @Test
  void whatIsCountedAndReportedOfALegIsItsQuality() {
    connect();
    said(alice, toAlice, bob);
    skip(alice, 2);
    var toldBob = said(alice, toAlice, bob);
    assertThat(toAlice.statistics().quality().lost()).isEqualTo(2);
    assertThat(toAlice.statistics().quality().farLost()).isEqualTo(MediaQuality.UNKNOWN);

    alice.report(
        toAlice,
        new Report(alice.ssrc(), new Sender(0x7_0000_0000L, alice.timestamp(), 8, 9), List.of()));
    bob.hearReport();
    var answer = new Block(toldBob.ssrc(), 0x40_00_00_05, 0, 16, 0x7_0000, 0);
    bob.report(toBob, new Report(bob.ssrc(), null, List.of(answer)));
    alice.hearReport();
    var ofBob = toBob.statistics().quality();
    assertThat(ofBob.farLost()).isEqualTo(5);
    assertThat(ofBob.farJitterUs()).isEqualTo(2_000);
    assertThat(ofBob.roundTripUs()).isBetween(0L, 10_000_000L);
  }

  @Test
  void aReportOfAnotherStreamOrFromElsewhereIsNotHeeded() throws IOException {
    connect();
    var toldBob = said(alice, toAlice, bob);
    bob.report(
        toBob, new Report(bob.ssrc(), null, List.of(new Block(toldBob.ssrc() + 1, 9, 0, 9, 0, 0))));
    try (var stranger = new TestPhone(address)) {
      stranger.report(
          toBob, new Report(1, null, List.of(new Block(toldBob.ssrc(), 9, 0, 9, 0, 0))));
    }
    bob.report(toBob, new Report(bob.ssrc(), null, List.of()));
    alice.hearReport();
    alice.hearReport();
    assertThat(toBob.statistics().quality().farLost()).isEqualTo(MediaQuality.UNKNOWN);
  }

  @Test
  void packetsThatAreNotUnderstoodGoNoFurther() {
    connect();
    alice.say(toAlice, PCMU, 1);
    bob.hear();
    alice.send(toAlice.rtpAddress(), 18, new byte[20]);
    alice.send(toAlice.rtpAddress(), 72, new byte[20]);
    alice.say(toAlice, PCMU, 2);

    assertThat(bob.hear().payload()).containsOnly(2);
    var statistics = toAlice.statistics();
    assertThat(statistics.dropped(DropReason.PAYLOAD_TYPE)).isEqualTo(1);
    assertThat(statistics.dropped(DropReason.MALFORMED)).isEqualTo(1);
    assertThat(statistics.packetsReceived()).isEqualTo(2);
    assertThat(statistics.bytesReceived()).isEqualTo(2 * 172);
    assertThat(statistics.lastReceivedNs()).isNotZero();
  }

  @Test
  void musicComesInFramesOfTwentyMilliseconds() {
    long startNs = System.nanoTime();
    toAlice.remote(alice.agreed(PCMU, null, BOTH));
    toAlice.play(AudioClip.defaultMusic(), true);
    settle();
    var codes = AudioClip.defaultMusic().encoded(PCMU);
    var first = alice.hear();
    for (int i = 0; i < 25; i++) {
      var heard = i == 0 ? first : alice.hear();
      int position = heard.timestamp() - first.timestamp();
      assertThat(heard.sequence()).isEqualTo((first.sequence() + i) & 0xffff);
      assertThat(position % 160).isZero();
      assertThat(heard.payload()).isEqualTo(Arrays.copyOfRange(codes, position, position + 160));
      assertThat(heard.ssrc()).isEqualTo(first.ssrc());
    }
    // A timer may be late and never early.
    assertThat(System.nanoTime() - startNs).isGreaterThan(24 * RtpPlayer.FRAME_NS);
  }

  @Test
  void aClipThatDoesNotLoopEndsAndSaysSo() throws InterruptedException, IOException {
    toAlice.remote(alice.agreed(PCMA, null, BOTH));
    toAlice.play(AudioClip.of(new short[400]), false);
    settle();

    assertThat(aliceSays.next()).isEqualTo("ended");
    assertThat(List.of(alice.hear(), alice.hear(), alice.hear()))
        .allSatisfy(heard -> assertThat(heard.payload()).containsOnly(0xd5));
    assertThat(alice.hasHeardNothing()).isTrue();
  }

  @Test
  void joiningEndsTheMusicAndGoesOnInTheSameStream() {
    toAlice.remote(alice.agreed(PCMU, null, BOTH));
    toBob.remote(bob.agreed(PCMU, null, BOTH));
    toAlice.play(AudioClip.defaultMusic(), true);
    settle();
    alice.hear();
    toAlice.join(toBob);
    settle();
    bob.say(toBob, PCMU, 55);

    var before = alice.hear();
    var heard = before;
    while (!isText(heard, 55)) {
      before = heard;
      heard = alice.hear();
    }
    assertThat(heard.marker()).isTrue();
    assertThat(heard.ssrc()).isEqualTo(before.ssrc());
    bob.say(toBob, PCMU, 56);
    var next = alice.hear();
    assertThat(next.payload()).containsOnly(56);
    assertThat(next.sequence()).isEqualTo((heard.sequence() + 1) & 0xffff);
  }

  @Test
  void afterPartingNobodyHearsTheOther() throws IOException {
    connect();
    said(alice, toAlice, bob);
    toBob.unjoin();
    settle();
    alice.say(toAlice, PCMU, 2);
    bob.say(toBob, PCMU, 3);
    Eventually.is(1L, () -> toAlice.statistics().dropped(DropReason.NO_LISTENER));
    Eventually.is(1L, () -> toBob.statistics().dropped(DropReason.NO_LISTENER));
    toAlice.join(toBob);
    settle();
    alice.say(toAlice, PCMU, 4);

    assertThat(bob.hear().payload()).containsOnly(4);
    assertThat(alice.hasHeardNothing()).isTrue();
  }

  @Test
  void aThirdPortTakesOverAndTheFormerPeerIsParted() throws IOException {
    connect();
    said(alice, toAlice, bob);
    try (var carol = new TestPhone(address)) {
      var toCarol = open(MediaListener.NONE);
      toCarol.remote(carol.agreed(PCMU, null, BOTH));
      toCarol.join(toAlice);
      settle();
      carol.say(toCarol, PCMU, 3);
      assertThat(alice.hear().payload()).containsOnly(3);
      alice.say(toAlice, PCMU, 4);
      assertThat(carol.hear().payload()).containsOnly(4);
      assertThat(bob.hasHeardNothing()).isTrue();
    }
  }

  @Test
  void aFarEndThatHasGoneDoesNotDisturbTheOther() {
    connect();
    said(bob, toBob, alice);
    bob.close();
    for (int i = 1; i < 20; i++) {
      alice.say(toAlice, PCMU, i);
    }
    toAlice.play(AudioClip.defaultMusic(), true);
    settle();

    assertThat(alice.hear().payloadType()).isZero();
  }

  @Test
  void aPortThatIsClosedIsSilentAndItsPeerStays() throws IOException {
    connect();
    said(alice, toAlice, bob);
    toBob.close();
    toBob.close();
    toBob.play(AudioClip.defaultMusic(), true);
    toBob.join(toAlice);
    toAlice.play(AudioClip.defaultMusic(), true);
    settle();

    assertThat(alice.hear().payloadType()).isZero();
    assertThat(bob.hasHeardNothing()).isTrue();
    assertThat(plane.statistics().inUse()).isEqualTo(1);
  }

  private void connect() {
    toAlice.remote(alice.agreed(PCMU, null, BOTH));
    toBob.remote(bob.agreed(PCMU, null, BOTH));
    toAlice.join(toBob);
    settle();
  }

  /**
   * Says something and waits until the other has heard it, so all that was said before has been
   * dealt with.
   */
  private static Heard said(TestPhone who, MediaPort by, TestPhone to) {
    who.say(by, PCMU, 33);
    return to.hear();
  }

  private static void skip(TestPhone phone, int packets) {
    var nowhere = new InetSocketAddress(phone.address().getAddress(), 9);
    for (int i = 0; i < packets; i++) {
      phone.send(nowhere, 0, new byte[160]);
    }
  }

  private static boolean isText(Heard heard, int text) {
    return heard.payload()[0] == text && heard.payload()[159] == text;
  }

  /** Waits until the media threads have done what they were told. */
  private void settle() {
    for (var port : List.of(toAlice, toBob)) {
      var done = new CompletableFuture<Void>();
      ((RtpPort) port).thread().execute(() -> done.complete(null));
      done.join();
    }
  }

  private MediaPort open(MediaListener listener) {
    return requireNonNull(plane.open(listener, null));
  }

  /** What a listener was told, in order. */
  private static final class Events implements MediaListener {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Nullable String next() throws InterruptedException {
      return events.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public void mediaStarted() {
      events.add("started");
    }

    @Override
    public void digit(char digit) {
      events.add(Character.toString(digit));
    }

    @Override
    public void playEnded() {
      events.add("ended");
    }
  }
}
