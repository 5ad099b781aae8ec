package usher.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;
import usher.core.config.TrunkConfig.Register;
import usher.core.config.TrunkConfig.Tls;

/** Reads {@code trunks}. */
final class TrunkReader {
  private static final List<String> KEYS =
      List.of("name", "targets", "addresses", "limit", "probe", "trusted", "register", "tls");
  private static final List<String> LIMIT_KEYS = List.of("calls", "calls-per-second");
  private static final List<String> TLS_KEYS = List.of("certificate", "key", "trusted", "names");
  private static final List<String> REGISTER_KEYS =
      List.of("address", "user", "password", "realm", "expires");

  private static final Scalar<TrunkTarget> TARGET =
      new Scalar<>(
          "an address or a name with its transport, such as sip:203.0.113.5:5060 or"
              + " \"sip:sbc.example;transport=tls\"",
          TrunkTarget::parse);
  private static final Scalar<Integer> COUNT = Scalar.whole(1, TrunkConfig.CALLS_MAX);
  private static final Scalar<Duration> PROBE =
      new Scalar<>(
          "never, or " + Scalar.duration(TrunkConfig.PROBE_MIN, TrunkConfig.PROBE_MAX).expected(),
          text ->
              text.equals("never")
                  ? Optional.of(Duration.ZERO)
                  : Scalar.duration(TrunkConfig.PROBE_MIN, TrunkConfig.PROBE_MAX)
                      .parse()
                      .apply(text));
  private static final Scalar<Duration> EXPIRES =
      Scalar.duration(TrunkConfig.EXPIRES_MIN, TrunkConfig.EXPIRES_MAX);
  private static final Pattern ADDRESS =
      Pattern.compile("sip:[A-Za-z0-9+._*~-]{1,64}@[A-Za-z0-9.-]{1,253}");
  private static final Scalar<String> ADDRESS_OF_OURS =
      new Scalar<>(
          "a SIP URI with user and host, such as sip:4930123@north.example",
          text -> Optional.of(text).filter(ADDRESS.asMatchPredicate()));

  private static final int TEXT_MAX = 128;

  private final Path base;
  private final boolean speaksTls;
  private final SecretReader secrets;
  private final Mistakes mistakes;
  private final Set<String> names = new HashSet<>();
  private final Map<String, TrunkConfig> byHost = new HashMap<>();

  private TrunkReader(Path base, boolean speaksTls, SecretReader secrets, Mistakes mistakes) {
    this.base = base;
    this.speaksTls = speaksTls;
    this.secrets = secrets;
    this.mistakes = mistakes;
  }

  /**
   * Reads them.
   *
   * @param base what a relative path is relative to
   * @param speaksTls whether there is a certificate of ours
   */
  static List<TrunkConfig> read(
      Node list, Path base, boolean speaksTls, SecretReader secrets, Mistakes mistakes) {
    TrunkReader reader = new TrunkReader(base, speaksTls, secrets, mistakes);
    return Section.list(list, "trunks", TrunkConfig.TRUNKS_MAX, mistakes, reader::trunk);
  }

  private Optional<TrunkConfig> trunk(Node node) {
    Section trunk = Section.of(node, "a trunk", KEYS, mistakes);
    Optional<String> name = trunk.required("name", Scalar.NAME);
    name.filter(each -> !names.add(each))
        .ifPresent(each -> mistakes.add(node, "trunk " + each + " appears twice", "it once"));
    name.ifPresent(each -> mistakes.stands("trunks." + each, node));
    Optional<Section> limit =
        trunk.node("limit").map(at -> Section.of(at, "limit", LIMIT_KEYS, mistakes));
    List<TrunkTarget> targets =
        trunk
            .node("targets")
            .map(at -> list(at, "targets", "target", TrunkConfig.TARGETS_MAX, TARGET))
            .orElse(List.of());
    Tls tls = trunk.node("tls").map(at -> tls(at, name.orElse(""))).orElse(null);
    Optional<TrunkConfig> read =
        name.map(each ->
            new TrunkConfig(
                each,
                targets,
                trunk
                    .node("addresses")
                    .map(at ->
                        list(at, "addresses", "address", TrunkConfig.ADDRESSES_MAX, Scalar.RANGE))
                    .orElse(List.of()),
                limit.flatMap(at -> at.optional("calls", COUNT)).orElse(TrunkConfig.DEFAULT_CALLS),
                limit
                    .flatMap(at -> at.optional("calls-per-second", COUNT))
                    .orElse(TrunkConfig.DEFAULT_CALLS_PER_SECOND),
                trunk.optional("probe", PROBE).orElse(TrunkConfig.DEFAULT_PROBE),
                trunk.optional("trusted", Scalar.YES_OR_NO).orElse(false),
                trunk.node("register").flatMap(at -> register(at, targets)).orElse(null),
                tls));
    read.ifPresent(each -> alone(each, node));
    return read;
  }

  private Tls tls(Node node, String trunk) {
    Section tls = Section.of(node, "tls", TLS_KEYS, mistakes);
    for (Section.Field field : tls.fields()) {
      mistakes.stands("trunks." + trunk + ".tls." + field.key(), field.value());
    }
    if (!speaksTls) {
      mistakes.add(node, "tls, but we speak no TLS", "sip.tls, and a listener such as tls://...");
    }
    if (tls.field("certificate").isPresent() != tls.field("key").isPresent()) {
      mistakes.add(node, "tls has one of certificate and key", "both, or neither");
    }
    return new Tls(
        tls.optional("certificate", Scalar.PATH).map(base::resolve).orElse(null),
        tls.optional("key", Scalar.PATH).map(base::resolve).orElse(null),
        tls.optional("trusted", Scalar.PATH).map(base::resolve).orElse(null),
        tls
            .node("names")
            .map(at -> list(at, "names", "name", TrunkConfig.NAMES_MAX, Scalar.HOST))
            .orElse(List.of())
            .stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet()));
  }

  /** Which certificate a host is shown, and asked for, must not be left to chance. */
  private void alone(TrunkConfig trunk, Node at) {
    for (TrunkTarget target : trunk.targets()) {
      TrunkConfig other = byHost.putIfAbsent(target.host().toLowerCase(Locale.ROOT), trunk);
      if (other != null && !Objects.equals(other.tls(), trunk.tls())) {
        mistakes.add(
            at,
            "trunk "
                + trunk.name()
                + " calls "
                + target.host()
                + " with another tls than trunk "
                + other.name(),
            "the same tls, or a name of its own for each");
      }
    }
  }

  private <T> List<T> list(Node node, String what, String each, int max, Scalar<T> kind) {
    return Section.list(
        node, what, max, mistakes, item -> Section.scalar(item, each, kind, mistakes));
  }

  private Optional<Register> register(Node node, List<TrunkTarget> targets) {
    Section register = Section.of(node, "register", REGISTER_KEYS, mistakes);
    if (targets.isEmpty()) {
      mistakes.add(node, "there is nowhere to register", "targets: [ sip:203.0.113.5 ]");
    }
    Optional<String> address = register.required("address", ADDRESS_OF_OURS);
    Optional<Secret> password =
        register
            .required("password", "password: " + Scalar.PASSWORD.expected())
            .flatMap(at -> secrets.read(at, "password", Scalar.PASSWORD));
    Optional<String> realm = register.required("realm", Scalar.text(TEXT_MAX));
    Duration expires = register.optional("expires", EXPIRES).orElse(TrunkConfig.DEFAULT_EXPIRES);
    Optional<String> user = register.optional("user", Scalar.text(TEXT_MAX));
    return address.flatMap(at ->
        password.flatMap(secret ->
            realm.map(in ->
                new Register(
                    at,
                    user.orElse(at.substring(at.indexOf(':') + 1, at.indexOf('@'))),
                    secret,
                    in,
                    expires))));
  }
}
