package usher.sip.media.secure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import usher.sip.sdp.IceAgreement;
import usher.sip.sdp.IceCredentials;

class IceResponderTest {
  private static final InetSocketAddress THERE = at(5000);
  private static final InetSocketAddress ELSEWHERE = at(5001);
  private static final IceCredentials OURS = new IceCredentials("ours", "ourpasswordourpassword");
  private static final IceCredentials THEIRS = new IceCredentials("them", "theirpasswordtheirpass");

  private final IceAgreement agreement = new IceAgreement(OURS, THEIRS);
  private final IceResponder responder = new IceResponder(agreement);
  private final StunPeer peer = new StunPeer(agreement);
  private long nowNs = TimeUnit.DAYS.toNanos(3);

  @Test
  void aCheckIsAnsweredAndMakesItsSenderKnown() {
    assertThat(responder.isValid(THERE)).isFalse();

    assertThat(peer.accepts(requireNonNull(check(false)))).isTrue();
    assertThat(responder.isValid(THERE)).isTrue();
    assertThat(responder.isValid(ELSEWHERE)).isFalse();
    assertThat(responder.destination(nowNs)).isNull();
  }

  @Test
  void theAnswerTellsWhereTheCheckCameFrom() {
    var answer = requireNonNull(check(false));

    // RFC 8489 14.2: family, port and address, the latter two under the magic cookie.
    int port = 5000 ^ 0x2112;
    assertThat(answer).containsSequence(0x00, 0x20, 0x00, 0x08, 0x00, 0x01, port >> 8, port & 0xff);
  }

  @Test
  void mediaGoesWhereTheFarEndNominates() {
    check(false);
    check(true);

    assertThat(responder.destination(nowNs)).isEqualTo(THERE);
    responder.receive(peer.check(true), ELSEWHERE, nowNs);
    assertThat(responder.destination(nowNs)).isEqualTo(ELSEWHERE);
    assertThat(responder.isValid(THERE)).isTrue();
  }

  @Test
  void whoDoesNotKnowThePasswordGetsNoAnswer() {
    var user = "ours:them";
    assertThat(received(peer.check(user, "a wrong password", true))).isNull();
    assertThat(received(peer.check("ours:others", OURS.password(), true))).isNull();
    assertThat(received(peer.check("them:ours", THEIRS.password(), true))).isNull();
    var changed = peer.check(true);
    changed[30] ^= 1;
    assertThat(received(changed)).isNull();
    assertThat(responder.isValid(THERE)).isFalse();
    assertThat(responder.destination(nowNs)).isNull();
  }

  @Test
  void theLeaveToSendEndsHalfAMinuteAfterTheLastCheck() {
    check(true);
    nowNs += TimeUnit.SECONDS.toNanos(29);
    assertThat(responder.destination(nowNs)).isEqualTo(THERE);
    nowNs += TimeUnit.SECONDS.toNanos(1);
    assertThat(responder.destination(nowNs)).isNull();
    check(false);
    assertThat(responder.destination(nowNs)).isEqualTo(THERE);
  }

  @Test
  void aRestartTakesTheNewPasswordAndMediaGoesOn() {
    check(true);
    var other =
        new IceAgreement(
            new IceCredentials("ours1", OURS.password() + "1"),
            new IceCredentials("next", THEIRS.password()));
    responder.agree(other);

    assertThat(check(true)).isNull();
    assertThat(responder.destination(nowNs)).isEqualTo(THERE);
    assertThat(responder.receive(new StunPeer(other).check(true), ELSEWHERE, nowNs)).isNotNull();
    assertThat(responder.destination(nowNs)).isEqualTo(ELSEWHERE);
  }

  @Property(seed = "1")
  void nothingElseIsAnswered(@ForAll @Size(max = 200) byte[] noise) {
    assertThat(received(noise)).isNull();
    var check = peer.check(true);
    var changed = check.clone();
    System.arraycopy(noise, 0, changed, 20, Math.min(noise.length, changed.length - 20));
    assertThat(Arrays.equals(changed, check) || received(changed) == null).isTrue();
  }

  private byte @Nullable [] check(boolean nominates) {
    return received(peer.check(nominates));
  }

  private byte @Nullable [] received(byte[] message) {
    return responder.receive(message, THERE, nowNs);
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
