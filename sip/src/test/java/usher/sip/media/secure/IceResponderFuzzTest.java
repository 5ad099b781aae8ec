package usher.sip.media.secure;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import usher.sip.sdp.IceAgreement;
import usher.sip.sdp.IceCredentials;

/**
 * Whatever comes to a media port looking like STUN is answered or not, and nobody becomes known
 * without an answer.
 */
class IceResponderFuzzTest {
  private static final InetSocketAddress THERE =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 5000);
  private static final IceAgreement AGREEMENT =
      new IceAgreement(
          new IceCredentials("ours", "ourpasswordourpassword"),
          new IceCredentials("them", "theirpasswordtheirpass"));

  static Stream<byte[]> checks() {
    StunPeer peer = new StunPeer(AGREEMENT);
    StunPeer stranger =
        new StunPeer(
            new IceAgreement(
                new IceCredentials("ours", "guessedguessedguessed1"), AGREEMENT.remote()));
    return Stream.of(peer.check(false), peer.check(true), stranger.check(true));
  }

  @MethodSource("checks")
  @FuzzTest
  void aCheck(byte[] message) {
    IceResponder responder = new IceResponder(AGREEMENT);
    byte[] answer = responder.receive(message, THERE, 0);
    assertThat(responder.isValid(THERE)).isEqualTo(answer != null);
  }
}
