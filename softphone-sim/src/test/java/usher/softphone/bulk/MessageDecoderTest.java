package usher.softphone.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of a stream, in whatever pieces they come. */
class MessageDecoderTest {
  private static final String OPTIONS = "OPTIONS sip:a@b SIP/2.0\r\nCSeq: 1 OPTIONS\r\n\r\n";
  private static final String INFO =
      "INFO sip:a@b SIP/2.0\r\ncontent-length : 6\r\nCSeq: 2 INFO\r\n\r\na\r\n\r\nb";
  private static final String BYE = "BYE sip:a@b SIP/2.0\r\nl: 0\r\nCSeq: 3 BYE\r\n\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel(new MessageDecoder());

  private void come(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }

  private List<String> heard() {
    List<String> heard = new ArrayList<>();
    for (String text = channel.readInbound(); text != null; text = channel.readInbound()) {
      heard.add(text);
    }
    return heard;
  }

  @ParameterizedTest(name = "pieces of {0}")
  @ValueSource(ints = {1, 7, 50, 1_000})
  void theyAreToldApartByTheirLengths(int size) {
    String stream = OPTIONS + "\r\n\r\n" + INFO + BYE + "\r\n" + OPTIONS;
    for (int i = 0; i < stream.length(); i += size) {
      come(stream.substring(i, Math.min(stream.length(), i + size)));
    }
    assertThat(heard()).containsExactly(OPTIONS, INFO, BYE, OPTIONS);
  }

  @Test
  void oneWithoutAnEndIsRefused() {
    assertThatThrownBy(() -> come("X".repeat(70_000))).isInstanceOf(TooLongFrameException.class);
  }
}
