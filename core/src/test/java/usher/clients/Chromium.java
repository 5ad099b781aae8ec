package usher.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A browser without a window as a softphone: Chromium, driven by its DevTools protocol, with a page
 * of ours in which JsSIP calls. Its microphone hears a {@link Tone}. One at a time uses it, as with
 * a phone.
 */
final class Chromium implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration TONE_LENGTH = Duration.ofSeconds(20);

  private final Tone tone;
  private final ChildProcess process;
  private final WebSocket devTools;
  private final BlockingQueue<JsonNode> answers;
  private int lastId;

  private Chromium(
      Tone tone, ChildProcess process, WebSocket devTools, BlockingQueue<JsonNode> answers) {
    this.tone = tone;
    this.process = process;
    this.devTools = devTools;
    this.answers = answers;
  }

  /** Starts a browser with its files in {@code parent/name}, and opens the page. */
  static Chromium start(Path parent, String name, Tone tone, BrowserPage page) {
    Path directory = Texts.directory(parent, name);
    Path microphone = directory.resolve("tone.wav");
    tone.write(microphone, TONE_LENGTH);
    ChildProcess process =
        ChildProcess.start(name, directory, command(directory, microphone), Map.of());
    try {
      BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
      WebSocket devTools = open(directory, process, page.origin() + "/", answers);
      Chromium browser = new Chromium(tone, process, devTools, answers);
      browser.awaitTrue("typeof phone === 'object'");
      return browser;
    } catch (AssertionError failed) {
      process.close();
      throw failed;
    }
  }

  /**
   * Without a sandbox, because the tests run as root too. Loopback counts as an interface, so no
   * packet leaves the machine; certificates need not be known, as those of tests are not.
   */
  private static List<String> command(Path directory, Path microphone) {
    return List.of(
        Tools.CHROMIUM.path(),
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--mute-audio",
        "--ignore-certificate-errors",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        "--use-file-for-fake-audio-capture=" + microphone,
        "--autoplay-policy=no-user-gesture-required",
        "--allow-loopback-in-peer-connection",
        "--remote-debugging-port=0",
        "--user-data-dir=" + directory.resolve("profile"),
        "about:blank");
  }

  // ---- DevTools

  private static WebSocket open(
      Path directory, ChildProcess process, String page, BlockingQueue<JsonNode> answers) {
    Path announced = directory.resolve("profile/DevToolsActivePort");
    Await.until(
        () -> Texts.read(announced).contains("\n") || !process.isAlive(), LIMIT, process::tail);
    String port = Texts.read(announced).lines().findFirst().orElse("");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?" + page))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String target = client.send(request, BodyHandlers.ofString()).body();
      String address = JsonMapper.shared().readTree(target).get("webSocketDebuggerUrl").asString();
      return HttpClient.newHttpClient()
          .newWebSocketBuilder()
          .buildAsync(URI.create(address), new Reader(answers))
          .join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Puts messages together. */
  private static final class Reader implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> answers;
    private final StringBuilder begun = new StringBuilder();

    Reader(BlockingQueue<JsonNode> answers) {
      this.answers = answers;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      begun.append(part);
      if (last) {
        answers.add(JsonMapper.shared().readTree(begun.toString()));
        begun.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  /** The value of a JavaScript expression in the page. */
  private JsonNode evaluate(String expression) {
    int id = ++lastId;
    String message =
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "id",
                    id,
                    "method",
                    "Runtime.evaluate",
                    "params",
                    Map.of("expression", expression, "returnByValue", true)));
    devTools.sendText(message, true).join();
    return answer(id, expression).at("/result/result/value");
  }

  private JsonNode answer(int id, String expression) {
    try {
      JsonNode answer = answers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      while (answer != null && answer.path("id").asInt() != id) {
        answer = answers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
      if (answer == null || answer.at("/result").has("exceptionDetails")) {
        throw new AssertionError(expression + ": " + answer + process.tail());
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void awaitTrue(String expression) {
    Await.until(() -> evaluate(expression).asBoolean(), LIMIT, () -> expression + story());
  }

  private String story() {
    return "\n" + evaluate("window.phone ? phone.story() : 'no page'") + process.tail();
  }

  // ---- the phone

  Tone tone() {
    return tone;
  }

  /** Connects to the server, registers where there is a password, and waits for that. */
  Chromium connect(String webSocket, String uri, @Nullable String password) {
    String secret = password == null ? "null" : "'" + password + "'";
    evaluate("phone.start('%s', '%s', %s)".formatted(webSocket, uri, secret));
    await("ready");
    return this;
  }

  void dial(String uri) {
    evaluate("phone.dial('" + uri + "')");
  }

  void answer() {
    evaluate("phone.answer()");
  }

  void hangUp() {
    evaluate("phone.hangUp()");
  }

  void hold() {
    evaluate("phone.hold()");
  }

  void resume() {
    evaluate("phone.resume()");
  }

  /** Dials beside the call that is there. */
  void consult(String uri) {
    evaluate("phone.consult('" + uri + "')");
  }

  /** Leaves the other sides of its two calls to each other (RFC 5589). */
  void join() {
    evaluate("phone.join()");
  }

  void press(char key) {
    evaluate("phone.press('" + key + "')");
  }

  void awaitIncoming() {
    await("rings");
  }

  void awaitEstablished() {
    await("talks");
  }

  void awaitClosed() {
    await("ended");
  }

  private void await(String state) {
    Await.until(
        () -> evaluate("phone.state()").asString().equals(state),
        LIMIT,
        () -> "the page is '" + state + "', but" + story());
  }

  /** All that the page has heard until now. */
  Recording heard() {
    JsonNode samples = evaluate("phone.heard(0)");
    short[] recorded = new short[samples.size()];
    for (int i = 0; i < recorded.length; i++) {
      recorded[i] = (short) samples.get(i).asInt();
    }
    return new Recording(recorded);
  }

  /** Waits until the page has heard {@code wanted} for {@code length}. */
  void awaitHeard(Tone wanted, Duration length) {
    Await.until(
        () -> heard().lengthOf(wanted).compareTo(length) >= 0,
        LIMIT.plus(length),
        () -> "the page hears %s for %s, but %s".formatted(wanted, length, heard()) + story());
  }

  @Override
  public void close() {
    devTools.abort();
    process.close();
  }
}
