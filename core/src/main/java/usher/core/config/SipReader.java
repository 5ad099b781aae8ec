package usher.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import usher.core.config.SipConfig.Digest;
import usher.core.config.SipConfig.Tls;
import usher.sip.dialog.DialogSettings;

/** Reads {@code sip}. */
final class SipReader {

  private static final List<String> KEYS =
      List.of(
          "domain",
          "listen",
          "media-ports",
          "advertise",
          "digest",
          "tls",
          "emergency",
          "web-socket-origins",
          "per-source",
          "session-expires",
          "registration-grace");
  private static final List<String> TLS_KEYS = List.of("certificate", "key", "trusted");
  private static final List<String> SOURCE_KEYS =
      List.of("calls", "registrations", "others", "unlimited");
  private static final Scalar<Integer> RATE = Scalar.whole(1, SipConfig.PerSource.MOST);
  private static final Scalar<Digest> DIGEST = Scalar.oneOf(Digest.class);
  private static final Scalar<Duration> SESSION =
      Scalar.duration(SipConfig.SESSION_EXPIRES_MIN, SipConfig.SESSION_EXPIRES_MAX);

  private static final Scalar<Duration> GRACE =
      Scalar.duration(Duration.ZERO, SipConfig.REGISTRATION_GRACE_MAX);

  private final Section sip;
  private final Path base;
  private final Mistakes mistakes;
  private final Set<Listener> seen = new HashSet<>();

  /**
   * @param base what a relative path is relative to
   */
  SipReader(Node node, Path base, Mistakes mistakes) {
    this.sip = Section.of(node, "sip", KEYS, mistakes);
    this.base = base;
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
    Tls tls = sip.node("tls").map(this::tls).orElse(null);
    Duration session =
        sip.optional("session-expires", SESSION).orElse(DialogSettings.SESSION_EXPIRES);
    return new SipConfig(
        domain,
        listen,
        mediaPorts,
        advertise,
        digest(),
        tls,
        texts("emergency", "emergency number", SipConfig.EMERGENCY_MAX, Scalar.NAME),
        texts("web-socket-origins", "origin", SipConfig.ORIGINS_MAX, Scalar.ORIGIN),
        sip.node("per-source").map(this::perSource).orElse(SipConfig.PerSource.DEFAULT),
        session,
        sip.optional("registration-grace", GRACE).orElse(Duration.ZERO));
  }

  private Tls tls(Node node) {
    Section tls = Section.of(node, "tls", TLS_KEYS, mistakes);
    for (Section.Field field : tls.fields()) {
      mistakes.stands("sip.tls." + field.key(), field.value());
    }
    return new Tls(
        tls.required("certificate", Scalar.PATH).map(base::resolve).orElse(base),
        tls.required("key", Scalar.PATH).map(base::resolve).orElse(base),
        tls.optional("trusted", Scalar.PATH).map(base::resolve).orElse(null));
  }

  private SipConfig.PerSource perSource(Node node) {
    Section source = Section.of(node, "per-source", SOURCE_KEYS, mistakes);
    SipConfig.PerSource usual = SipConfig.PerSource.DEFAULT;
    return new SipConfig.PerSource(
        source.optional("calls", RATE).orElse(usual.calls()),
        source.optional("registrations", RATE).orElse(usual.registrations()),
        source.optional("others", RATE).orElse(usual.others()),
        source
            .node("unlimited")
            .map(list ->
                Section.list(
                    list,
                    "unlimited",
                    SipConfig.PerSource.UNLIMITED_MAX,
                    mistakes,
                    item -> Section.scalar(item, "address", Scalar.RANGE, mistakes)))
            .orElse(usual.unlimited()));
  }

  private Set<String> texts(String key, String what, int max, Scalar<String> form) {
    return sip.node(key)
        .map(node ->
            Section.list(
                node, key, max, mistakes, item -> Section.scalar(item, what, form, mistakes)))
        .map(Set::copyOf)
        .orElse(Set.of());
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
    if (listener.protocol().secure() && sip.field("tls").isEmpty()) {
      mistakes.add(
          at,
          "listener " + listener + " needs a certificate",
          "sip.tls, such as tls: { certificate: chain.pem, key: key.pem }");
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
