package usher.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one control connection of a baresip phone (module ctrl_tcp): JSON objects, each framed as a
 * netstring ({@code 12:{"a": "text"},}). A second connection would silently take over the first, so
 * there is never a second.
 *
 * <p>Commands and waiting belong to the test's thread; a thread of this class reads. Events are
 * kept in order, and each wait goes on after the event that the last one found: an early event is
 * not missed, an old one is not found twice.
 */
final class ControlLink implements AutoCloseable {
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(5);
  private static final int MAX_MESSAGE_BYTES = 1 << 20;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Socket socket;
  private final BlockingQueue<JsonNode> replies = new LinkedBlockingQueue<>();
  private final List<PhoneEvent> events = new ArrayList<>();
  private int seen;

  private ControlLink(Socket socket) {
    this.socket = socket;
  }

  /** Connects to the phone on a port of 127.0.0.1. */
  static ControlLink open(int port) throws IOException {
    ControlLink link = new ControlLink(new Socket(InetAddress.getLoopbackAddress(), port));
    Thread.ofVirtual().name("control of " + port).start(link::read);
    return link;
  }

  /** Gives a command and returns the phone's reply; fails when the phone refuses it. */
  String command(String name, String parameters) {
    send(JSON.createObjectNode().put("command", name).put("params", parameters).toString());
    JsonNode reply = awaitReply(name);
    String text = reply.path("data").asString("");
    if (!reply.path("ok").asBoolean(false)) {
      throw new AssertionError("The phone refuses " + name + " " + parameters + ": " + text);
    }
    return text;
  }

  private void send(String json) {
    byte[] body = json.getBytes(UTF_8);
    try {
      socket.getOutputStream().write((body.length + ":" + json + ",").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode awaitReply(String command) {
    try {
      JsonNode reply = replies.poll(REPLY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (reply != null) {
        return reply;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("No reply to " + command + " within " + REPLY_LIMIT);
  }

  /** The next event of {@code type} after the last one that was waited for. */
  PhoneEvent await(String type, Duration limit) {
    return await(event -> event.type().equals(type), type, limit);
  }

  synchronized PhoneEvent await(Predicate<PhoneEvent> wanted, String name, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    for (int next = seen; ; next++) {
      awaitEvents(next + 1, end, name);
      if (wanted.test(events.get(next))) {
        seen = next + 1;
        return events.get(next);
      }
    }
  }

  private synchronized void awaitEvents(int count, long end, String name) {
    try {
      while (events.size() < count) {
        wait(millisUntil(end, name));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + name, e);
    }
  }

  private long millisUntil(long end, String name) {
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new AssertionError("No event " + name + ", only " + unseen());
    }
    return millis;
  }

  /** The events that no wait has passed yet. */
  synchronized List<PhoneEvent> unseen() {
    return List.copyOf(events.subList(seen, events.size()));
  }

  private void read() {
    try (var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
      while (true) {
        take(JSON.readTree(readNetstring(in)));
      }
    } catch (IOException closed) {
      // The phone or the test ended the connection: whoever waits runs into its limit.
    }
  }

  private static byte[] readNetstring(DataInputStream in) throws IOException {
    byte[] body = new byte[readLength(in)];
    in.readFully(body);
    if (in.readByte() != ',') {
      throw new IOException("A netstring that does not end with a comma");
    }
    return body;
  }

  private static int readLength(DataInputStream in) throws IOException {
    int length = 0;
    for (int c = in.read(); c != ':'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      length = length * 10 + Character.digit(c, 10);
      if (length < 0 || length > MAX_MESSAGE_BYTES) {
        throw new IOException("A netstring of a strange length");
      }
    }
    return length;
  }

  private void take(JsonNode message) {
    if (message.path("event").asBoolean(false)) {
      add(event(message));
    } else {
      replies.add(message);
    }
  }

  private synchronized void add(PhoneEvent event) {
    events.add(event);
    notifyAll();
  }

  private static PhoneEvent event(JsonNode message) {
    return new PhoneEvent(
        message.path("type").asString(""),
        message.path("peeruri").asString(""),
        message.path("id").asString(""),
        message.path("param").asString(""));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
