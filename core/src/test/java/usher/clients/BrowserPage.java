package usher.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The script of the page in which a browser is a phone: a few lines of ours and JsSIP from npm, in
 * the versions that {@code package-lock.json} names, bundled once a build.
 */
final class BrowserPage implements AutoCloseable {
  private static final String HTML =
      "<!doctype html><meta charset=utf-8><title>phone</title><body><script src=phone.js></script>";
  private static final Path SOURCE = Path.of("src/test/webrtc").toAbsolutePath();
  private static final Path BUILD = Path.of("target/webrtc").toAbsolutePath();
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "phone.js");

  /** The first time it fetches a dozen files from npm's registry. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final HttpServer server;

  private BrowserPage(HttpServer server) {
    this.server = server;
  }

  /** Makes the script and serves the page. */
  static BrowserPage open() {
    String script = build();
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      server.createContext("/", exchange -> answer(exchange, "text/html", HTML));
      server.createContext("/phone.js", exchange -> answer(exchange, "text/javascript", script));
      server.start();
      return new BrowserPage(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(Texts.BYTES);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Where it comes from: a page may use the microphone only if that is localhost, or over TLS. */
  String origin() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** Makes the script, if there is none of the same sources. */
  private static synchronized String build() {
    Path bundle = BUILD.resolve("bundle.js");
    if (!Files.exists(bundle) || !FILES.stream().allMatch(BrowserPage::isUnchanged)) {
      FILES.forEach(BrowserPage::copy);
      npm("ci", "--ignore-scripts", "--no-audit", "--no-fund");
      npm("run", "build");
    }
    return Texts.read(bundle);
  }

  private static boolean isUnchanged(String file) {
    return Texts.read(SOURCE.resolve(file)).equals(Texts.read(BUILD.resolve(file)));
  }

  private static void copy(String file) {
    try {
      Files.createDirectories(BUILD);
      Files.copy(SOURCE.resolve(file), BUILD.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void npm(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Tools.NPM.path()));
    command.addAll(List.of(arguments));
    try (ChildProcess npm = ChildProcess.start("npm", BUILD, command, Map.of())) {
      if (npm.awaitExit(LIMIT) != 0) {
        throw new AssertionError("npm failed" + npm.tail());
      }
    }
  }
}
