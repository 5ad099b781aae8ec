package usher.sip.subscription;

import java.nio.charset.StandardCharsets;

/** How many wait (RFC 3842 5.2): the calls of a queue, as if they were new messages. */
final class MessageSummary {
  private MessageSummary() {}

  static byte[] of(Lamp lamp, String uri) {
    return "Messages-Waiting: %s\r\nMessage-Account: %s\r\nVoice-Message: %d/0\r\n"
        .formatted(lamp.waiting() > 0 ? "yes" : "no", uri, lamp.waiting())
        .getBytes(StandardCharsets.UTF_8);
  }
}
