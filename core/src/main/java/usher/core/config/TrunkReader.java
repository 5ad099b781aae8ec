package usher.core.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import usher.core.config.TrunkConfig.Register;

/** Reads {@code trunks}. */
final class TrunkReader {
  private static final List<String> KEYS =
      List.of("name", "targets", "addresses", "limit", "probe", "trusted", "register");
  private static final List<String> LIMIT_KEYS = List.of("calls", "calls-per-second");
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

  private final Mistakes mistakes;
  private final Set<String> names = new HashSet<>();

  private TrunkReader(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  static List<TrunkConfig> read(Node list, Mistakes mistakes) {
    TrunkReader reader = new TrunkReader(mistakes);
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
    return name.map(each ->
        new TrunkConfig(
            each,
            targets,
            trunk
                .node("addresses")
                .map(
                    at -> list(at, "addresses", "address", TrunkConfig.ADDRESSES_MAX, Scalar.RANGE))
                .orElse(List.of()),
            limit.flatMap(at -> at.optional("calls", COUNT)).orElse(TrunkConfig.DEFAULT_CALLS),
            limit
                .flatMap(at -> at.optional("calls-per-second", COUNT))
                .orElse(TrunkConfig.DEFAULT_CALLS_PER_SECOND),
            trunk.optional("probe", PROBE).orElse(TrunkConfig.DEFAULT_PROBE),
            trunk.optional("trusted", Scalar.YES_OR_NO).orElse(false),
            trunk.node("register").flatMap(at -> register(at, targets)).orElse(null)));
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
    Optional<Secret> password = register.required("password", Scalar.PASSWORD);
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
