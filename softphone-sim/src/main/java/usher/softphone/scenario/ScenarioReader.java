package usher.softphone.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import usher.sip.transport.TransportProtocol;
import usher.softphone.bulk.Access;
import usher.softphone.bulk.Arrivals;
import usher.softphone.bulk.BulkAgentsPlan;
import usher.softphone.bulk.BulkCallersPlan;
import usher.softphone.chance.Lengths;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.Names;
import usher.softphone.fleet.Passwords;
import usher.softphone.fleet.Reaction;

/** Reads scenarios; {@code load.yaml} of the distribution has every key. */
public final class ScenarioReader {
  private static final List<String> KEYS =
      List.of("server", "domain", "trusted", "seed", "length", "grace", "agents", "callers");
  private static final List<String> AGENT_KEYS =
      List.of(
          "prefix",
          "count",
          "at",
          "transport",
          "server",
          "register",
          "skills",
          "storm",
          "move",
          "answer",
          "talk",
          "audio",
          "refuse",
          "ignore",
          "vanish",
          "hang-up-at-once");
  private static final List<String> REGISTER_KEYS = List.of("password", "expires", "per-second");
  private static final List<String> STORM_KEYS = List.of("at", "within");
  private static final List<String> MOVE_KEYS = List.of("at", "to");
  private static final List<String> CALLER_KEYS =
      List.of(
          "prefix",
          "at",
          "transport",
          "server",
          "connections",
          "move",
          "to",
          "rate",
          "arrivals",
          "day",
          "speed",
          "calls",
          "at-once",
          "patience",
          "talk",
          "refresh",
          "audio");

  private static final String ADDRESS = "an address and a port, such as 127.0.0.1:5060";
  private static final String LENGTH = "a length of time such as 200ms, 1.5s, 10m or 8h";
  private static final String SPREAD = "2s, 1s-3s, exp:30s or never";
  private static final String SHARE = "a share such as 5%";
  private static final String COUNT = "a whole number, one or more";
  private static final String RATE = "a number above zero";
  private static final String SKILLS = "{ sales: 5, english: 30% 1-9 }, levels from 0 to 10";
  private static final String TRANSPORTS = "udp, tcp, tls, ws or wss";
  private static final String WORD = "letters, digits, - and _";
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final int AGENTS_MAX = 100_000;
  private static final int AT_ONCE = 50_000;
  private static final int CONNECTIONS_MAX = 10_000;
  private static final double REGISTRATIONS_PER_S = 200;
  private static final int BUSY_HERE = 486;
  private static final Spread AWAY = Spread.fixed(Duration.ofMinutes(1));

  private final Path base;
  private final Fields.Errors errors;

  private ScenarioReader(Path base, Fields.Errors errors) {
    this.base = base;
    this.errors = errors;
  }

  /**
   * Reads a file. Files that it names are beside it.
   *
   * @throws IOException where there is no such file
   */
  public static ScenarioResult read(Path file) throws IOException {
    return read(Files.readString(file), file.toString(), file.toAbsolutePath().resolveSibling("."));
  }

  /**
   * Reads a text.
   *
   * @param source what errors call it
   * @param base where the files are that it names
   */
  static ScenarioResult read(String text, String source, Path base) {
    Fields.Errors errors = new Fields.Errors(source, new ArrayList<>());
    Node root = compose(text, errors);
    Scenario scenario = root == null ? null : new ScenarioReader(base, errors).scenario(root);
    return scenario != null && errors.found().isEmpty()
        ? new ScenarioResult.Valid(scenario)
        : new ScenarioResult.Invalid(errors.found());
  }

  private static @Nullable Node compose(String text, Fields.Errors errors) {
    try {
      Iterator<Node> documents =
          new Compose(LoadSettings.builder().build()).composeAllFromString(text).iterator();
      if (documents.hasNext()) {
        return documents.next();
      }
      errors.add(Optional.empty(), "the file is empty", "server, agents and callers");
    } catch (MarkedYamlEngineException e) {
      String problem = Objects.requireNonNullElse(e.getProblem(), "it cannot be read");
      errors.add(e.getProblemMark().or(e::getContextMark), problem, "YAML");
    } catch (YamlEngineException e) {
      errors.add(Optional.empty(), String.valueOf(e.getMessage()), "YAML");
    }
    return null;
  }

  private Scenario scenario(Node root) {
    Fields fields = new Fields(root, "the file", KEYS, errors);
    InetSocketAddress server = fields.require("server", ScenarioReader::address, ADDRESS, ANY);
    String domain = fields.get("domain", ScenarioReader::name, "a name", "usher.test");
    Duration length = fields.get("length", Lengths::parse, LENGTH, Duration.ofMinutes(1));
    List<Scenario.Agents> agents = new ArrayList<>();
    fields.list("agents", AGENT_KEYS).forEach(each -> agents.add(agents(each, server, domain)));
    List<Scenario.Callers> callers = new ArrayList<>();
    fields
        .list("callers", CALLER_KEYS)
        .forEach(each -> callers.add(callers(each, server, domain, length)));
    if (agents.isEmpty() && callers.isEmpty()) {
      fields.wrong("agents", "nobody is there", "agents, callers, or both");
    }
    return new Scenario(
        server,
        trusted(fields),
        fields.get("seed", ScenarioReader::seed, "a whole number", OptionalLong.empty()),
        fields.get("grace", Lengths::parse, LENGTH, Duration.ofSeconds(30)),
        agents,
        callers);
  }

  private @Nullable Path trusted(Fields fields) {
    Path file = fields.get("trusted", base::resolve, "a file of certificates (PEM)", base);
    if (!fields.has("trusted")) {
      return null;
    }
    if (!Files.isReadable(file)) {
      fields.wrong("trusted", "cannot read " + file, "a file of certificates (PEM)");
    }
    return file;
  }

  /** How phones reach the server. */
  private static Access access(Fields fields, InetSocketAddress server) {
    return new Access(
        fields.get("transport", ScenarioReader::transport, TRANSPORTS, TransportProtocol.UDP),
        fields.get("server", ScenarioReader::address, ADDRESS, server),
        fields.require("at", ScenarioReader::address, ADDRESS, ANY),
        fields.get("connections", text -> count(text, CONNECTIONS_MAX), COUNT, 1));
  }

  private static Scenario.@Nullable Move move(Fields fields) {
    Fields move = fields.mapping("move", MOVE_KEYS);
    return move == null
        ? null
        : new Scenario.Move(
            move.require("at", Lengths::parse, LENGTH, Duration.ZERO),
            move.require("to", ScenarioReader::address, ADDRESS, ANY));
  }

  private static TransportProtocol transport(String text) {
    return Stream.of(TransportProtocol.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(text));
  }

  // ---- agents

  private Scenario.Agents agents(Fields fields, InetSocketAddress server, String domain) {
    Names names = Names.of(fields.get("prefix", ScenarioReader::word, WORD, "a"));
    int count = fields.require("count", text -> count(text, AGENTS_MAX), COUNT, 1);
    Spread talk = fields.get("talk", Spread::parse, SPREAD, Spread.NEVER);
    BulkAgentsPlan plan =
        BulkAgentsPlan.of(names, count, domain)
            .reacting(reactions(fields), talk)
            .speaking(audio(fields));
    Fields register = fields.mapping("register", REGISTER_KEYS);
    return new Scenario.Agents(
        access(fields, server),
        register == null ? plan : plan.registering(registering(register)),
        skills(fields),
        storm(fields, register),
        move(fields));
  }

  private static SkillMix skills(Fields fields) {
    List<SkillMix.Part> parts = new ArrayList<>();
    if (fields.node("skills") instanceof MappingNode mapping) {
      mapping.getValue().forEach(each -> skill(fields, each).ifPresent(parts::add));
    } else if (fields.has("skills")) {
      fields.wrong("skills", "skills is no mapping", SKILLS);
    }
    return new SkillMix(parts);
  }

  private static Optional<SkillMix.Part> skill(Fields fields, NodeTuple skill) {
    String name = text(skill.getKeyNode());
    try {
      return Optional.of(SkillMix.part(word(name), text(skill.getValueNode())));
    } catch (IllegalArgumentException e) {
      fields.wrong("skills", name + " is " + text(skill.getValueNode()), SKILLS);
      return Optional.empty();
    }
  }

  private static Mix<Reaction> reactions(Fields fields) {
    Spread answer = fields.get("answer", Spread::parse, SPREAD, Spread.NONE);
    Mix<Reaction> mix =
        Mix.always(
            answer.equals(Spread.NEVER) ? new Reaction.Ignore() : new Reaction.Answer(answer));
    return mix.except(share(fields, "refuse"), new Reaction.Refuse(Spread.NONE, BUSY_HERE))
        .except(share(fields, "ignore"), new Reaction.Ignore())
        .except(share(fields, "vanish"), new Reaction.Vanish(AWAY))
        .except(share(fields, "hang-up-at-once"), new Reaction.AnswerAndHangUp(answer));
  }

  private static double audio(Fields fields) {
    double share = share(fields, "audio");
    TransportProtocol transport =
        fields.get("transport", ScenarioReader::transport, TRANSPORTS, TransportProtocol.UDP);
    if (share > 0 && transport.webSocket()) {
      fields.wrong("audio", "who speaks SIP over WebSockets encrypts his audio", "udp, tcp or tls");
    }
    return share;
  }

  private static double share(Fields fields, String key) {
    return fields.get(key, ScenarioReader::percent, SHARE, 0.0);
  }

  private static BulkAgentsPlan.Registering registering(Fields fields) {
    return new BulkAgentsPlan.Registering(
        Passwords.rule(fields.get("password", text -> text, "a password", "")),
        fields.get("expires", ScenarioReader::seconds, LENGTH, Duration.ofMinutes(10)),
        fields.get("per-second", ScenarioReader::rate, RATE, REGISTRATIONS_PER_S));
  }

  private static Scenario.@Nullable Storm storm(Fields fields, @Nullable Fields register) {
    Fields storm = fields.mapping("storm", STORM_KEYS);
    if (storm == null) {
      return null;
    }
    if (register == null) {
      fields.wrong("storm", "these agents do not register", "register beside it");
    }
    return new Scenario.Storm(
        storm.require("at", Lengths::parse, LENGTH, Duration.ZERO),
        storm.require("within", Lengths::parse, LENGTH, Duration.ZERO));
  }

  // ---- callers

  private Scenario.Callers callers(
      Fields fields, InetSocketAddress server, String domain, Duration length) {
    BulkCallersPlan plan =
        new BulkCallersPlan(
            fields.get("prefix", ScenarioReader::word, WORD, "c"),
            domain,
            targets(fields),
            arrivals(fields),
            fields.get(
                "calls", text -> (long) count(text, Integer.MAX_VALUE), COUNT, Long.MAX_VALUE),
            length,
            fields.get("at-once", text -> count(text, AT_ONCE), "from 1 to " + AT_ONCE, AT_ONCE),
            fields.get("patience", Spread::parse, SPREAD, Spread.NEVER),
            fields.get("talk", Spread::parse, SPREAD, Spread.NONE),
            fields.get("refresh", Spread::parse, SPREAD, Spread.NEVER),
            audio(fields));
    return new Scenario.Callers(access(fields, server), plan, move(fields));
  }

  private static Mix<String> targets(Fields fields) {
    String expected = "a user, or users with weights: { sales: 3, support: 1 }";
    if (!(fields.node("to") instanceof MappingNode mapping) || mapping.getValue().isEmpty()) {
      return Mix.always(fields.require("to", ScenarioReader::name, expected, "sales"));
    }
    Mix<String> targets = null;
    for (NodeTuple each : mapping.getValue()) {
      String user = text(each.getKeyNode());
      try {
        double weight = rate(text(each.getValueNode()));
        targets = targets == null ? Mix.of(weight, user) : targets.or(weight, user);
      } catch (IllegalArgumentException e) {
        fields.wrong("to", user + " has no weight above zero", expected);
      }
    }
    return targets == null ? Mix.always("sales") : targets;
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private Arrivals arrivals(Fields fields) {
    double rate = fields.get("rate", ScenarioReader::rate, RATE, 1.0);
    boolean poisson =
        fields.get("arrivals", ScenarioReader::isPoisson, "constant or poisson", false);
    if (fields.has("day")) {
      return day(fields);
    }
    if (!fields.has("rate")) {
      fields.wrong("rate", "rate is missing", "rate, or day");
    }
    return poisson ? new Arrivals.Poisson(rate) : new Arrivals.Constant(rate);
  }

  private Arrivals day(Fields fields) {
    double speed = fields.get("speed", ScenarioReader::rate, RATE, 1.0);
    String name = fields.get("day", text -> text, "a file", "");
    try {
      return Arrivals.day(Files.readAllLines(base.resolve(name)), speed);
    } catch (IOException e) {
      fields.wrong("day", name + " cannot be read", "a file with lines HH:MM,calls");
    } catch (IllegalArgumentException e) {
      fields.wrong("day", name + ": " + e.getMessage(), "lines HH:MM,calls");
    }
    return new Arrivals.Constant(1);
  }

  // ---- single values; what they throw says that the text means nothing

  private static OptionalLong seed(String text) {
    return OptionalLong.of(Long.parseLong(text));
  }

  private static boolean isPoisson(String text) {
    return switch (text) {
      case "poisson" -> true;
      case "constant" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, Math.max(0, colon));
    String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new InetSocketAddress(
        InetAddress.ofLiteral(plain), Integer.parseInt(text.substring(colon + 1)));
  }

  private static int count(String text, int most) {
    int count = Integer.parseInt(text);
    if (count < 1 || count > most) {
      throw new IllegalArgumentException(text);
    }
    return count;
  }

  private static double rate(String text) {
    double rate = Double.parseDouble(text);
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(text);
    }
    return rate;
  }

  private static Duration seconds(String text) {
    Duration length = Lengths.parse(text);
    if (length.toSeconds() < 1) {
      throw new IllegalArgumentException(text);
    }
    return length;
  }

  private static double percent(String text) {
    double percent = text.endsWith("%") ? Double.parseDouble(text.replace("%", "")) : -1;
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException(text);
    }
    return percent / 100;
  }

  private static String word(String text) {
    if (!text.matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static String name(String text) {
    if (!text.matches("[A-Za-z0-9_.+*-]+")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
