package usher.sip.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import usher.sip.message.MessageGuard;

class SipFramerTest {
  private static final Duration WHOLE_MESSAGE = Duration.ofSeconds(10);

  private static EmbeddedChannel channel() {
    return new EmbeddedChannel(new SipFramer(WHOLE_MESSAGE));
  }

  private static void write(EmbeddedChannel channel, String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }

  private static List<String> frames(EmbeddedChannel channel) {
    List<String> frames = new ArrayList<>();
    for (Frame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
      frames.add(text(frame));
    }
    return frames;
  }

  private static String text(Frame frame) {
    return switch (frame) {
      case Frame.Message message -> new String(message.bytes, StandardCharsets.ISO_8859_1);
      case Frame.Ping _ -> "ping";
      case Frame.Fault fault -> fault.why.status() + " " + fault.why.getMessage();
    };
  }

  private static String message(String headers, String body) {
    return "MESSAGE sip:a@b SIP/2.0\r\n" + headers + "\r\n" + body;
  }

  private static List<String> framesOf(String stream) {
    EmbeddedChannel channel = channel();
    write(channel, stream);
    return frames(channel);
  }

  @Test
  void theBodyIsAsLongAsItsContentLengthSays() {
    String one = message("Content-Length: 7\r\n", "\r\n\r\nabc");
    String two = message("l:\r\n 0\r\n", "");
    assertThat(framesOf(one + two + one)).containsExactly(one, two, one);
  }

  @Test
  void emptyLinesBetweenMessagesAreSkippedAndTwoAreAPing() {
    String message = message("l: 0\r\n", "");
    assertThat(framesOf("\r\n" + message + "\r\n\r\n" + message + "\r\n" + message))
        .containsExactly(message, "ping", message, message);
    assertThat(framesOf("\r\n\r\n\r\n\r\n\r\n")).containsExactly("ping", "ping");
  }

  @Test
  void aPingMayComeByteByByte() {
    EmbeddedChannel channel = channel();
    for (char c : "\r\n\r\n".toCharArray()) {
      write(channel, String.valueOf(c));
    }
    assertThat(frames(channel)).containsExactly("ping");
  }

  @Test
  void nothingBehindAFaultIsRead() {
    String good = message("l: 0\r\n", "");
    EmbeddedChannel channel = channel();
    write(channel, message("l: 0\r\nl: 5\r\n", "") + good);
    write(channel, good);
    assertThat(frames(channel)).containsExactly("400 More than one Content-Length");
  }

  @Test
  void aHeaderSectionOrABodyThatIsTooLongIsAFault() {
    String line = "X: " + "x".repeat(MessageGuard.MAX_MESSAGE_BYTES) + "\r\n";
    assertThat(framesOf(message(line, ""))).containsExactly("513 Message Too Large");
    assertThat(framesOf(message("l: " + (MessageGuard.MAX_BODY_BYTES + 1) + "\r\n", "")))
        .containsExactly("413 Request Entity Too Large");
    assertThat(framesOf(message("no colon\r\nl: 0\r\n", "")))
        .containsExactly("400 Header line 1 has no name");
  }

  @Test
  void aMessageHasToBeWholeInTime() {
    EmbeddedChannel channel = channel();
    String message = message("l: 5\r\n", "hello");
    write(channel, message.substring(0, 20));
    channel.advanceTimeBy(9, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    write(channel, message.substring(20));
    write(channel, message.substring(0, 20));
    channel.advanceTimeBy(9, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).as("each message has its own time").isTrue();
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  @Property(tries = 300, seed = "1")
  void itDoesNotMatterHowAStreamIsCutIntoPieces(@ForAll Random random) {
    StringBuilder stream = new StringBuilder();
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String body = "\r\nl: 9\r\n\r\n".repeat(random.nextInt(4));
      String message = message("Content-Length: " + body.length() + "\r\n", body);
      messages.add(message);
      stream.append("\r\n".repeat(random.nextInt(2))).append(message);
    }
    EmbeddedChannel channel = channel();
    for (int at = 0; at < stream.length(); ) {
      int end = Math.min(stream.length(), at + 1 + random.nextInt(60));
      write(channel, stream.substring(at, end));
      at = end;
    }
    assertThat(frames(channel)).containsExactlyElementsOf(messages);
  }

  @Property(tries = 1000, seed = "1")
  void whateverComesItHoldsNoMoreThanOneMessage(@ForAll byte[] noise, @ForAll Random random) {
    EmbeddedChannel channel = channel();
    write(channel, "MESSAGE sip:a@b SIP/2.0\r\n");
    channel.writeInbound(Unpooled.copiedBuffer(noise));
    write(channel, random.nextBoolean() ? "\r\n\r\n" : "x".repeat(MessageGuard.MAX_MESSAGE_BYTES));
    for (String frame : frames(channel)) {
      assertThat(frame.length())
          .isLessThanOrEqualTo(MessageGuard.MAX_MESSAGE_BYTES + MessageGuard.MAX_BODY_BYTES);
    }
  }
}
