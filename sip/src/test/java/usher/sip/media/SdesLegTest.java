package usher.sip.media;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import usher.sip.media.secure.Libraries;
import usher.sip.media.secure.SrtpSender;
import usher.sip.sdp.Codec;
import usher.sip.sdp.Direction;
import usher.sip.sdp.NegotiatedAudio;
import usher.sip.sdp.Security;
import usher.sip.sdp.SrtpKey;
import usher.sip.sdp.SrtpSuite;

/** A desk phone with keys from the session description, and whoever would like to be it. */
class SdesLegTest {
  private static final SrtpKey OURS = key(1);
  private static final SrtpKey THEIRS = key(2);

  private final InetAddress address = TestAddresses.loopback();
  private final RtpMediaPlane plane;
  private final TestPhone desk = new TestPhone(address);
  private final TestPhone plain = new TestPhone(address);
  private final SrtpSender keyed = new SrtpSender(THEIRS, desk.ssrc());
  private final MediaPort toDesk;
  private final MediaPort toPlain;

  SdesLegTest() throws IOException {
    Libraries.prepare();
    plane =
        RtpMediaPlane.start(
            new MediaConfig(address, address, 20_000, 20_199, 1, 16, Duration.ofMillis(1)));
    toDesk = requireNonNull(plane.open(MediaListener.NONE, null));
    toPlain = requireNonNull(plane.open(MediaListener.NONE, toDesk));
  }

  private static SrtpKey key(int fill) {
    byte[] material = new byte[SrtpKey.lengthOf(SrtpSuite.AES_CM_128_HMAC_SHA1_80)];
    Arrays.fill(material, (byte) fill);
    return new SrtpKey(SrtpSuite.AES_CM_128_HMAC_SHA1_80, material);
  }

  @BeforeEach
  void connect() {
    NegotiatedAudio open = desk.agreed(Codec.PCMU, null, Direction.SENDRECV);
    toDesk.remote(
        new NegotiatedAudio(
            open.remoteRtp(),
            open.remoteRtcp(),
            open.codec(),
            open.audio(),
            null,
            Direction.SENDRECV,
            false,
            new Security.Sdes(OURS, THEIRS),
            null,
            false));
    toPlain.remote(plain.agreed(Codec.PCMU, null, Direction.SENDRECV));
    toDesk.join(toPlain);
    // All that was asked for is done before anything comes: both are on one thread.
    var done = new CompletableFuture<Void>();
    ((RtpPort) toPlain).thread().execute(() -> done.complete(null));
    done.join();
  }

  @AfterEach
  void end() {
    desk.close();
    plain.close();
    plane.close();
  }

  @Test
  void openPacketsFromTheVeryPhoneAreNotTaken() {
    desk.say(toDesk, Codec.PCMU, 66);
    desk.say(toDesk, keyed, 33);
    assertThat(plain.hear().payload()).containsOnly(33);
    assertThat(toDesk.statistics().dropped(DropReason.UNPROVED)).isEqualTo(1);
  }

  @Test
  void aPacketThatIsRecordedAndSentAgainIsNotTaken() {
    byte[] first = desk.say(toDesk, keyed, 33);
    desk.say(toDesk, first);
    desk.say(toDesk, keyed, 34);
    assertThat(plain.hear().payload()).containsOnly(33);
    assertThat(plain.hear().payload()).containsOnly(34);
    assertThat(toDesk.statistics().dropped(DropReason.UNPROVED)).isEqualTo(1);
  }

  @Test
  void whoHasNoKeyIsNotHeardFromAnywhere() throws IOException {
    try (var stranger = new TestPhone(address)) {
      var guess = new SrtpSender(key(9), stranger.ssrc());
      for (int i = 0; i < 2 * Latch.PROBATION_PACKETS; i++) {
        stranger.say(toDesk, guess, 66);
      }
      desk.say(toDesk, keyed, 33);
      assertThat(plain.hear().payload()).containsOnly(33);
    }
  }

  @Test
  void whatComesThroughIsCountedAsWithOpenPackets() {
    desk.say(toDesk, keyed, 33);
    plain.hear();
    for (int i = 0; i < 3; i++) {
      desk.say(toPlain, keyed, 66); // the wrong port: for the desk's own it is lost
    }
    desk.say(toDesk, keyed, 34);
    assertThat(plain.hear().payload()).containsOnly(34);
    MediaQuality quality = toDesk.statistics().quality();
    assertThat(quality.expected()).isEqualTo(5);
    assertThat(quality.lost()).isEqualTo(3);
  }
}
