package usher.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever arrives in a datagram, guard and parser say what it is and never throw anything but what
 * their callers catch. Begins with the messages of RFC 4475 and 5118.
 */
class GuardFuzzTest {
  private static final InetSocketAddress SOURCE =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 5070);

  static Stream<byte[]> torture() {
    return TortureMessages.all().values().stream();
  }

  @MethodSource("torture")
  @FuzzTest
  void aDatagram(byte[] bytes) throws Exception {
    switch (MessageGuard.examine(bytes, SOURCE)) {
      case Verdict.Accepted(SipMessage message) -> read(message);
      case Verdict.Refused(StatelessAnswer answer, _) ->
          assertThat(answer.bytes().length)
              .isLessThanOrEqualTo(bytes.length * StatelessAnswer.MAX_AMPLIFICATION);
      case Verdict.Dropped(String reason) -> assertThat(reason).isNotEmpty();
    }
  }

  private static void read(SipMessage message) throws Exception {
    if (message instanceof SipRequest request) {
      Refusal refusal = RequestRules.check(request);
      if (refusal != null) {
        assertThat(refusal.response(request, "tag").status()).isEqualTo(refusal.status());
      }
    }
    for (Header header : Header.values()) {
      readTyped(message, header);
    }
    assertThat(SipMessage.parse(message.bytes()).topVia()).isEqualTo(message.topVia());
  }

  private static void readTyped(SipMessage message, Header header) {
    try {
      message.typed(header, javax.sip.header.Header.class);
      message.addresses(header);
    } catch (MalformedMessageException e) {
      assertThat(e.status()).isBetween(400, 699);
    }
  }
}
