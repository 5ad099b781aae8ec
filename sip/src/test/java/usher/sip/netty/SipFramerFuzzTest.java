package usher.sip.netty;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import usher.sip.message.MessageGuard;

/** Whatever a stream carries is cut into the same pieces, however it was torn on the way. */
class SipFramerFuzzTest {
  private static final Duration WHOLE_MESSAGE = Duration.ofSeconds(10);

  static Stream<byte[]> streams() {
    String options = "OPTIONS sip:a@b SIP/2.0\r\nl: 3\r\n\r\nabc";
    return Stream.of(
            "\5" + options + options,
            "\1\r\n\r\n\r\n" + options,
            "\7INVITE sip:a@b SIP/2.0\r\nContent-Length:\r\n 4\r\nl: 4\r\n\r\nabcd\r\n\r\n",
            "\2MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "\3MESSAGE sip:a@b SIP/2.0\r\nTo: x\r\n\r\n" + options)
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The first octet says how long the pieces are in which the others arrive. */
  @MethodSource("streams")
  @FuzzTest
  void aStream(byte[] bytes) {
    if (bytes.length > 0) {
      int piece = 1 + (bytes[0] & 0x3f);
      assertThat(framesIn(bytes, piece)).isEqualTo(framesIn(bytes, bytes.length));
    }
  }

  private static List<String> framesIn(byte[] bytes, int piece) {
    EmbeddedChannel channel = new EmbeddedChannel(new SipFramer(WHOLE_MESSAGE));
    List<String> frames = new ArrayList<>();
    for (int at = 1; at < bytes.length; at += piece) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, at, Math.min(piece, bytes.length - at)));
      for (Frame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
        frames.add(text(frame));
      }
    }
    channel.finishAndReleaseAll();
    return frames;
  }

  private static String text(Frame frame) {
    return switch (frame) {
      case Frame.Message message -> {
        assertThat(message.bytes.length)
            .isLessThanOrEqualTo(MessageGuard.MAX_MESSAGE_BYTES + MessageGuard.MAX_BODY_BYTES);
        yield new String(message.bytes, StandardCharsets.ISO_8859_1);
      }
      case Frame.Ping _ -> "ping";
      case Frame.Fault fault -> fault.why.status() + " " + fault.why.getMessage();
    };
  }
}
