package usher.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test plays the phone. */
class ControlLinkTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration AT_ONCE = Duration.ofMillis(50);

  private ServerSocket listener;
  private Socket phone;
  private ControlLink link;

  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    link = ControlLink.open(listener.getLocalPort());
    phone = listener.accept();
  }

  @AfterEach
  void close() throws IOException {
    link.close();
    phone.close();
    listener.close();
  }

  @Test
  void aCommandIsANetstringAndItsReplyIsReturned() throws IOException {
    phoneSays("{\"response\":true,\"ok\":true,\"data\":\"fine\"}");
    assertThat(link.command("dial", "sip:bob@usher.test")).isEqualTo("fine");
    String sent = "{\"command\":\"dial\",\"params\":\"sip:bob@usher.test\"}";
    assertThat(new String(phone.getInputStream().readNBytes(sent.length() + 4), UTF_8))
        .isEqualTo(sent.length() + ":" + sent + ",");
  }

  @Test
  void aRefusedCommandFails() throws IOException {
    phoneSays("{\"response\":true,\"ok\":false,\"data\":\"no such command\"}");
    assertThatThrownBy(() -> link.command("fly", ""))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("refuses fly")
        .hasMessageContaining("no such command");
  }

  @Test
  void anEarlyEventIsNotMissedAndAnOldOneIsNotFoundTwice() throws IOException {
    phoneSays(event("CALL_INCOMING", "one"));
    phoneSays(event("CALL_CLOSED", "two"));
    assertThat(link.await("CALL_INCOMING", SOON).param()).isEqualTo("one");
    assertThat(link.await("CALL_CLOSED", SOON).param()).isEqualTo("two");
    assertThatThrownBy(() -> link.await("CALL_INCOMING", AT_ONCE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("No event CALL_INCOMING");
  }

  @Test
  void aLateEventEndsTheWait() throws IOException {
    Thread.ofVirtual().start(() -> phoneSaysUnchecked(event("REGISTER_OK", "200 OK")));
    assertThat(link.await("REGISTER_OK", SOON).param()).isEqualTo("200 OK");
    assertThat(link.unseen()).isEmpty();
  }

  private static String event(String type, String param) {
    return "{\"event\":true,\"type\":\"%s\",\"param\":\"%s\"}".formatted(type, param);
  }

  private void phoneSaysUnchecked(String json) {
    try {
      phoneSays(json);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void phoneSays(String json) throws IOException {
    phone.getOutputStream().write((json.length() + ":" + json + ",").getBytes(UTF_8));
  }
}
