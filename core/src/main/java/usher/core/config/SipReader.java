package usher.core.config;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import usher.core.config.SipConfig.Digest;

/** Reads {@code sip}. */
final class SipReader {

  private static final List<String> KEYS =
      List.of("domain", "listen", "media-ports", "advertise", "digest");
  private static final Scalar<Digest> DIGEST = Scalar.oneOf(Digest.class);

  private final Section sip;
  private final Mistakes mistakes;
  private final Set<Listener> seen = new HashSet<>();

  SipReader(Node node, Mistakes mistakes) {
    this.sip = Section.of(node, "sip", KEYS, mistakes);
    this.mistakes = mistakes;
  }

  SipConfig read() {
    PortRange mediaPorts =
        sip.optional("media-ports", Scalar.PORTS).orElse(SipConfig.DEFAULT_MEDIA_PORTS);
    List<Listener> listen =
        sip.required("listen", "a list such as [ \"udp://127.0.0.1:5060\" ]")
            .map(node -> listeners(node, mediaPorts))
            .orElse(List.of());
    String domain = sip.required("domain", Scalar.HOST).orElse("");
    var advertise = sip.optional("advertise", Scalar.ADVERTISED).orElse(null);
    return new SipConfig(domain, listen, mediaPorts, advertise, digest());
  }

  private Set<Digest> digest() {
    Set<Digest> read = EnumSet.noneOf(Digest.class);
    sip.node("digest").ifPresent(node -> read.addAll(digests(node)));
    return read.isEmpty() ? EnumSet.allOf(Digest.class) : read;
  }

  private List<Digest> digests(Node node) {
    if (node instanceof SequenceNode list && list.getValue().isEmpty()) {
      mistakes.add(node, "digest is empty", "at least one of sha-256, md5");
    }
    int max = Digest.values().length;
    return Section.list(
        node, "digest", max, mistakes, item -> Section.scalar(item, "digest", DIGEST, mistakes));
  }

  private List<Listener> listeners(Node node, PortRange mediaPorts) {
    List<Listener> listen =
        Section.list(
            node, "listen", SipConfig.LISTENERS_MAX, mistakes, item -> listener(item, mediaPorts));
    if (node instanceof SequenceNode list && list.getValue().isEmpty()) {
      mistakes.add(node, "listen is empty", "at least one listener");
    }
    return listen;
  }

  private Optional<Listener> listener(Node item, PortRange mediaPorts) {
    Optional<Listener> read = Section.scalar(item, "listener", Scalar.LISTENER, mistakes);
    read.ifPresent(listener -> check(listener, item, mediaPorts));
    return read;
  }

  private void check(Listener listener, Node at, PortRange mediaPorts) {
    int port = listener.address().getPort();
    if (port != 0 && !seen.add(listener)) {
      mistakes.add(at, "listener " + listener + " appears twice", "each listener once");
    }
    if (listener.protocol() == Listener.Protocol.UDP && mediaPorts.contains(port)) {
      mistakes.add(
          at, "listener " + listener + " takes a media port", "a port outside media-ports");
    }
    if (listener.anyAddress() && sip.field("advertise").isEmpty()) {
      mistakes.add(
          at,
          "listener " + listener + " has no address that phones could be told",
          "sip.advertise, such as advertise: 192.0.2.1");
    }
  }
}
