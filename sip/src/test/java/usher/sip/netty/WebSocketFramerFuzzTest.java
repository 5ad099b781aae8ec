package usher.sip.netty;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import usher.sip.message.MessageGuard;

/**
 * Whatever comes over a WebSocket is messages of bounded size, or one of the faults at which its
 * connection is closed.
 */
class WebSocketFramerFuzzTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  static Stream<byte[]> streams() {
    HexFormat hex = HexFormat.of();
    String ping = "8980" + "00000000";
    String text = "8183" + "00000000" + hex.formatHex("abc".getBytes(StandardCharsets.UTF_8));
    return Stream.of(
            ping + text,
            "0183" + "01020304" + "616263" + ping + "8081" + "00000000" + "64",
            "82fe0100" + "00000000" + "00".repeat(256),
            "81ff7fffffffffffffff" + "00000000",
            "8882" + "00000000" + "03e8",
            "c180" + "00000000",
            "8105" + "68656c6c6f")
        .map(hex::parseHex);
  }

  @MethodSource("streams")
  @FuzzTest
  void frames(byte[] bytes) {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new WebSocket13FrameDecoder(WebSocketGate.FRAMES),
            new WebSocketFrameAggregator(MessageGuard.MAX_BODY_BYTES),
            new WebSocketFramer(LIMIT, new WholeMessageDeadline(LIMIT)));
    channel.pipeline().fireUserEventTriggered(WebSocketGate.Event.OPENED);
    try {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes));
      assertThatMessagesAreBounded(channel);
    } catch (CorruptedFrameException | TooLongFrameException e) {
      assertThat(e.getMessage()).isNotEmpty();
    } finally {
      close(channel);
    }
  }

  private static void close(EmbeddedChannel channel) {
    try {
      channel.finishAndReleaseAll();
    } catch (PrematureChannelClosureException e) {
      assertThat(e).hasMessageContaining("aggregating");
    }
  }

  private static void assertThatMessagesAreBounded(EmbeddedChannel channel) {
    for (Object frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
      if (frame instanceof Frame.Message message) {
        assertThat(message.bytes.length).isLessThanOrEqualTo(MessageGuard.MAX_BODY_BYTES);
      }
    }
  }
}
