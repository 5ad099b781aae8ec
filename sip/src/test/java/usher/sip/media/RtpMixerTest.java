package usher.sip.media;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import usher.sip.media.secure.Libraries;
import usher.sip.media.secure.SrtpSender;
import usher.sip.sdp.Codec;
import usher.sip.sdp.Direction;
import usher.sip.sdp.NegotiatedAudio;
import usher.sip.sdp.Security;
import usher.sip.sdp.SrtpKey;
import usher.sip.sdp.SrtpSuite;

/** Everybody says a level of his own, so that a sum tells who was heard. Phones with sockets. */
@ParameterizedClass(name = "{0} media threads")
@ValueSource(ints = {1, 2})
class RtpMixerTest {
  /** Far more than it takes; each round is the 20 ms after which a frame comes. */
  private static final int ROUNDS = 500;

  private final InetAddress address = TestAddresses.loopback();
  private final RtpMediaPlane plane;
  private final List<TestPhone> phones = new ArrayList<>();
  private final BlockingQueue<Character> keys = new LinkedBlockingQueue<>();

  RtpMixerTest(int threads) throws IOException {
    plane =
        RtpMediaPlane.start(
            new MediaConfig(address, address, 20_000, 20_199, threads, 32, Duration.ofMillis(1)));
  }

  @AfterEach
  void end() {
    phones.forEach(TestPhone::close);
    plane.close();
  }

  /** A phone, our port for it, and what it says all the time. */
  private final class Party {
    private final TestPhone phone = new TestPhone(address);
    private final MediaPort port =
        requireNonNull(
            plane.open(
                new MediaListener() {
                  @Override
                  public void digit(char digit) {
                    keys.add(digit);
                  }
                },
                null));
    private final Codec codec;
    private final short level;
    private final Set<Short> heard = new TreeSet<>();

    Party(Codec codec, int level) throws IOException {
      phones.add(phone);
      this.codec = codec;
      this.level = asHeard((short) level);
      port.remote(phone.agreed(codec, 101, Direction.SENDRECV));
    }

    short asHeard(int linear) {
      return G711.decode(codec, G711.encode(codec, (short) Math.clamp(linear, -32_768, 32_767)));
    }

    void say() {
      phone.say(port, codec, G711.encode(codec, level));
    }

    TestPhone.Heard hear() {
      var packet = phone.hear();
      for (byte code : packet.payload()) {
        heard.add(G711.decode(codec, code));
      }
      return packet;
    }

    boolean hasHeard(int sum) {
      return heard.contains(asHeard(sum));
    }
  }

  private AudioMixer mixed(Party... parties) {
    var mixer = plane.mixer(parties[0].port);
    for (var party : parties) {
      assertThat(mixer.add(party.port)).isTrue();
    }
    return mixer;
  }

  private static void talkUntil(BooleanSupplier enough, Party... parties) {
    for (int round = 0; round < ROUNDS && !enough.getAsBoolean(); round++) {
      for (var party : parties) {
        party.say();
      }
      for (var party : parties) {
        party.hear();
      }
    }
    assertThat(enough.getAsBoolean()).isTrue();
  }

  @Test
  void eachHearsAllOthersAndNotItself() throws IOException {
    var alice = new Party(Codec.PCMU, 1000);
    var bob = new Party(Codec.PCMU, 3000);
    var carol = new Party(Codec.PCMA, -7000);
    mixed(alice, bob, carol);
    talkUntil(
        () ->
            alice.hasHeard(bob.level + carol.level)
                && bob.hasHeard(alice.level + carol.level)
                && carol.hasHeard(alice.level + bob.level),
        alice,
        bob,
        carol);
    assertThat(alice.heard)
        .as("silence, one of the others, or both; never itself")
        .isSubsetOf(
            alice.asHeard(0),
            alice.asHeard(bob.level),
            alice.asHeard(carol.level),
            alice.asHeard(bob.level + carol.level));
  }

  @Test
  void whatIsHeardIsOneStreamOfFramesThatGoesOnInAPause() throws IOException {
    var alice = new Party(Codec.PCMU, 1000);
    mixed(alice, new Party(Codec.PCMU, 3000));
    var first = alice.hear();
    for (int i = 1; i < 10; i++) {
      var next = alice.hear();
      assertThat(next.ssrc()).isEqualTo(first.ssrc());
      assertThat(next.sequence()).isEqualTo((first.sequence() + i) & 0xffff);
      assertThat(next.payload()).hasSize(160);
      assertThat((next.timestamp() - first.timestamp()) % 160).isZero();
    }
    assertThat(alice.heard).containsOnly(alice.asHeard(0));
  }

  @Test
  void loudVoicesTogetherAreCutAndNotFoldedOver() throws IOException {
    var alice = new Party(Codec.PCMU, 100);
    var bob = new Party(Codec.PCMU, 30_000);
    var carol = new Party(Codec.PCMA, 30_000);
    mixed(alice, bob, carol);
    talkUntil(() -> alice.hasHeard(60_000), alice, bob, carol);
    assertThat(alice.heard).allMatch(sample -> sample >= 0);
  }

  @Test
  void whoIsOnHoldHearsNothingAndOthersGoOn() throws IOException {
    var alice = new Party(Codec.PCMU, 1000);
    var bob = new Party(Codec.PCMU, 3000);
    var carol = new Party(Codec.PCMU, 7000);
    alice.port.remote(alice.phone.agreed(Codec.PCMU, 101, Direction.INACTIVE));
    mixed(alice, bob, carol);
    for (int round = 0; round < ROUNDS && !bob.hasHeard(carol.level); round++) {
      alice.say();
      bob.say();
      carol.say();
      bob.hear();
      carol.hear();
    }
    assertThat(bob.heard).isSubsetOf(bob.asHeard(0), bob.asHeard(carol.level));
    assertThat(bob.hasHeard(carol.level)).isTrue();
    assertThat(alice.phone.hasHeardNothing()).isTrue();
  }

  @Test
  void aKeyIsForTheServerAndNotInTheMix() throws IOException, InterruptedException {
    var alice = new Party(Codec.PCMU, 1000);
    var bob = new Party(Codec.PCMU, 3000);
    mixed(alice, bob);
    talkUntil(() -> bob.hasHeard(alice.level), alice, bob);
    alice.phone.press(alice.port, 101, '3');
    assertThat(keys.poll(10, TimeUnit.SECONDS)).isEqualTo('3');
    bob.heard.clear();
    for (int i = 0; i < 10; i++) {
      assertThat(bob.hear().payloadType()).isZero();
    }
  }

  @Test
  void whoAreLeftAreJoinedAsAnyTwoAndTheThirdHearsNoMore() throws IOException {
    var alice = new Party(Codec.PCMU, 1000);
    var bob = new Party(Codec.PCMU, 3000);
    var carol = new Party(Codec.PCMU, 7000);
    var mixer = mixed(alice, bob, carol);
    talkUntil(() -> carol.hasHeard(alice.level + bob.level), alice, bob, carol);
    carol.port.close();
    mixer.close();
    alice.port.join(bob.port);
    settle(alice);
    settle(bob);
    alice.heard.clear();
    // packets of the mixer's last frames may still come
    for (int round = 0; round < ROUNDS && !alice.hasHeard(bob.level); round++) {
      bob.say();
      alice.hear();
    }
    assertThat(alice.hasHeard(bob.level)).isTrue();
  }

  /** All that was asked for of this port is done. */
  private static void settle(Party party) {
    var done = new CompletableFuture<Void>();
    ((RtpPort) party.port).thread().execute(() -> done.complete(null));
    done.join();
  }

  @Test
  void aSecuredLegIsOneLikeOthersAndItsFramesAreSecured() throws IOException {
    Libraries.prepare();
    var ours = key(1);
    var theirs = key(2);
    var desk = new Party(Codec.PCMU, 1000);
    var bob = new Party(Codec.PCMU, 3000);
    var open = desk.phone.agreed(Codec.PCMU, null, Direction.SENDRECV);
    desk.port.remote(
        new NegotiatedAudio(
            open.remoteRtp(),
            open.remoteRtcp(),
            open.codec(),
            open.audio(),
            null,
            Direction.SENDRECV,
            false,
            new Security.Sdes(ours, theirs),
            null,
            false));
    mixed(desk, bob);
    var secured = new SrtpSender(theirs, desk.phone.ssrc());
    for (int round = 0; round < ROUNDS && !bob.hasHeard(desk.level); round++) {
      desk.phone.say(desk.port, secured, G711.encode(Codec.PCMU, desk.level));
      bob.hear();
    }
    assertThat(bob.hasHeard(desk.level)).isTrue();
    assertThat(desk.phone.hear().payload().length).as("with a tag").isGreaterThan(160);
  }

  private static SrtpKey key(int fill) {
    byte[] material = new byte[SrtpKey.lengthOf(SrtpSuite.AES_CM_128_HMAC_SHA1_80)];
    Arrays.fill(material, (byte) fill);
    return new SrtpKey(SrtpSuite.AES_CM_128_HMAC_SHA1_80, material);
  }

  @Test
  void thereIsRoomForEightAndNoneForWhoIsGone() throws IOException {
    var mixer = plane.mixer(new Party(Codec.PCMU, 0).port);
    for (int i = 0; i < AudioMixer.MOST_PARTIES; i++) {
      assertThat(mixer.add(new Party(Codec.PCMU, 100 * i).port)).isTrue();
    }
    var ninth = new Party(Codec.PCMU, 1);
    assertThat(mixer.add(ninth.port)).isFalse();
    mixer.close();
    assertThat(mixer.add(ninth.port)).as("after its end").isFalse();
    var other = plane.mixer(ninth.port);
    ninth.port.close();
    assertThat(other.add(ninth.port)).isFalse();
  }
}
