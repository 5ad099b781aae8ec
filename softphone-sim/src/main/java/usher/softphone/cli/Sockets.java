package usher.softphone.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import usher.sip.media.AudioClip;
import usher.sip.media.MediaConfig;
import usher.sip.media.MediaPlane;
import usher.sip.media.RtpMediaPlane;
import usher.sip.netty.ListenAddress;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.softphone.PhoneHost;
import usher.softphone.chance.Seed;
import usher.softphone.fleet.Passwords;
import usher.softphone.loop.DeafMediaPlane;
import usher.softphone.loop.NodeLoop;

/** The options of both commands: where the server is, and from where the phones speak to it. */
final class Sockets {
  private static final int SIP_PORT = 5060;
  private static final int MEDIA_THREADS = 1;

  @Option(
      names = "--server",
      paramLabel = "HOST[:PORT]",
      description = "Where to register and to send calls.")
  @Nullable String server;

  @Option(
      names = "--transport",
      paramLabel = "udp|tcp",
      defaultValue = "udp",
      description = "How to speak to it. Default: udp.")
  Transport transport = Transport.UDP;

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      description = "The domain of the phones' addresses. Default: the server's host.")
  @Nullable String domain;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS[:PORT]",
      description =
          "Our own address. Default: the one that leads to the server; a port that is free.")
  @Nullable String bind;

  @Option(
      names = "--password",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "The password of every phone; {user} in it stands for the phone's user.")
  String password = "";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file with a line user:password for each phone.")
  @Nullable Path passwordFile;

  @Option(
      names = "--tone",
      paramLabel = "HZ",
      description =
          "Send this tone as audio (G.711, 20 ms packets) in every call. Default: signalling only;"
              + " session descriptions then name an open port on which nothing is read or sent.")
  @Nullable Integer toneHz;

  @Option(
      names = "--media-ports",
      paramLabel = "FIRST-LAST",
      defaultValue = "40000-49999",
      description = "The ports for audio with --tone. Default: 40000-49999.")
  String mediaPorts = "40000-49999";

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = Converters.OfDuration.class,
      description = "End after this long, if nothing ended it before. Default: 1h.")
  Duration duration = Duration.ofHours(1);

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Draw the same lots as a run with the same seed. Default: new ones.")
  @Nullable Long seed;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where a JSON file, histograms (.hgrm) and report.html go. Default: nowhere.")
  @Nullable Path results;

  enum Transport {
    UDP(TransportProtocol.UDP),
    TCP(TransportProtocol.TCP);

    private final TransportProtocol protocol;

    Transport(TransportProtocol protocol) {
      this.protocol = protocol;
    }
  }

  Seed seed() {
    return new Seed(seed == null ? new SecureRandom().nextLong() : seed);
  }

  String domain() {
    if (domain != null) {
      return domain;
    }
    return server == null ? "localhost" : host(server);
  }

  Passwords passwords() throws IOException {
    return passwordFile == null ? Passwords.rule(password) : Passwords.file(passwordFile);
  }

  /** The server as the phones' loop reaches it, null without one. */
  @Nullable Flow server(NodeLoop<PhoneHost> loop) throws IOException {
    return server == null ? null : loop.flow(transport.protocol).to(resolved(server, SIP_PORT));
  }

  /** Opens the media and the loop that runs on it. */
  Opened open(Seed lots) throws IOException {
    InetSocketAddress local = local();
    MediaPlane media = media(local.getAddress());
    try {
      List<ListenAddress> listen = List.of(new ListenAddress(transport.protocol, local));
      return new Opened(
          NodeLoop.start(
              listen, (wire, locals, nowNs) -> new PhoneHost(wire, locals, nowNs, media, lots)),
          media);
    } catch (IOException e) {
      media.close();
      throw e;
    }
  }

  /** Sockets and media, to be closed in the end. */
  record Opened(NodeLoop<PhoneHost> loop, MediaPlane media) implements AutoCloseable {
    @Override
    public void close() {
      loop.close();
      media.close();
    }
  }

  private MediaPlane media(InetAddress address) throws IOException {
    if (toneHz == null) {
      return DeafMediaPlane.bind(address);
    }
    String[] range = mediaPorts.split("-", -1);
    try {
      int first = Integer.parseInt(range[0]);
      int last = Integer.parseInt(range[range.length - 1]);
      return RtpMediaPlane.start(MediaConfig.of(address, first, last, MEDIA_THREADS));
    } catch (IllegalArgumentException e) {
      throw new IOException("--media-ports: expected FIRST-LAST, not " + mediaPorts, e);
    }
  }

  /** What every call is to hear, null for nothing. */
  @Nullable AudioClip tone() {
    return toneHz == null ? null : Tone.clip(Objects.requireNonNull(toneHz));
  }

  private InetSocketAddress local() throws IOException {
    if (bind != null) {
      return resolved(bind, 0);
    }
    return server == null
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
        : new InetSocketAddress(addressTowards(resolved(server, SIP_PORT)), 0);
  }

  /** The system chooses the source address when a datagram socket is connected; nothing is sent. */
  private static InetAddress addressTowards(InetSocketAddress peer) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(peer);
      return socket.getLocalAddress();
    }
  }

  private static InetSocketAddress resolved(String text, int defaultPort) throws IOException {
    String host = host(text);
    String port = text.substring(host.length());
    InetSocketAddress address = new InetSocketAddress(host, port(text, port, defaultPort));
    if (address.isUnresolved()) {
      throw new IOException("no such host: " + host);
    }
    return address;
  }

  private static String host(String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0 || text.endsWith("]") ? text : text.substring(0, colon);
  }

  private static int port(String text, String port, int defaultPort) throws IOException {
    if (port.isEmpty()) {
      return defaultPort;
    }
    if (!port.matches(":\\d{1,5}") || Integer.parseInt(port.substring(1)) > 65535) {
      throw new IOException("expected HOST:PORT, not " + text);
    }
    return Integer.parseInt(port.substring(1));
  }
}
