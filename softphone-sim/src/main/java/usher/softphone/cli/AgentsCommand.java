package usher.softphone.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import usher.sip.transport.Flow;
import usher.softphone.PhoneHost;
import usher.softphone.chance.Mix;
import usher.softphone.chance.Seed;
import usher.softphone.chance.Spread;
import usher.softphone.fleet.AgentFleet;
import usher.softphone.fleet.AgentsPlan;
import usher.softphone.fleet.Behaviour;
import usher.softphone.fleet.Conduct;
import usher.softphone.fleet.Names;
import usher.softphone.fleet.Reaction;
import usher.softphone.loop.NodeLoop;

/** {@code softphones agents}. */
@Command(
    name = "agents",
    description = {
      "Phones that are called: they register with digest, answer, talk and hang up.",
      "",
      "Times are written 200ms, 1.5s, 10m or 8h; where TIMES is asked for, also 2s-8s (any, equally"
          + " likely), exp:30s (exponential with that mean) or never. Shares are written 5%%. Ends"
          + " after --duration or on Ctrl-C; then the phones hang up and unregister."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class AgentsCommand implements Callable<Integer> {
  private static final int BUSY_HERE = 486;

  private final Run run;

  @Mixin Sockets sockets = new Sockets();

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      defaultValue = "a",
      description = "How the agents' users begin; a number follows. Default: a.")
  String prefix = "a";

  @Option(
      names = "--digits",
      paramLabel = "N",
      defaultValue = "5",
      description = "Digits of that number, with zeros in front. Default: 5.")
  int digits = 5;

  @Option(
      names = "--first",
      paramLabel = "N",
      defaultValue = "1",
      description = "The first agent's number. Default: 1.")
  int first = 1;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many agents. Default: 1.")
  int count = 1;

  @Option(
      names = "--no-register",
      description = "Do not register: the server knows the agents by a fixed contact (--bind).")
  boolean unregistered;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Converters.OfDuration.class,
      description = "How long a registration is to last. Default: 10m.")
  Duration expires = Duration.ofMinutes(10);

  @Option(
      names = "--register-rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "First registrations a second. Default: 200.")
  double registrationsPerS = 200;

  @Option(
      names = "--answer-after",
      paramLabel = "TIMES",
      defaultValue = "1s",
      converter = Converters.OfSpread.class,
      description = "How long an agent lets it ring before he answers. Default: 1s.")
  Spread answerAfter = Spread.NONE;

  @Option(
      names = "--talk",
      paramLabel = "TIMES",
      defaultValue = "never",
      converter = Converters.OfSpread.class,
      description = "After how long an agent hangs up. Default: never, the caller does.")
  Spread talk = Spread.NEVER;

  @Option(
      names = "--refuse",
      paramLabel = "SHARE",
      defaultValue = "0%",
      converter = Converters.OfShare.class,
      description = "How many calls an agent refuses (--refuse-with). Default: none.")
  double refuse;

  @Option(
      names = "--refuse-with",
      paramLabel = "STATUS",
      defaultValue = "486",
      description = "The status for that. Default: 486.")
  int refuseWith = BUSY_HERE;

  @Option(
      names = "--ignore",
      paramLabel = "SHARE",
      defaultValue = "0%",
      converter = Converters.OfShare.class,
      description = "How many calls an agent lets ring without end. Default: none.")
  double ignore;

  @Option(
      names = "--vanish",
      paramLabel = "SHARE",
      defaultValue = "0%",
      converter = Converters.OfShare.class,
      description = "How many calls make the phone lose its power, for --away. Default: none.")
  double vanish;

  @Option(
      names = "--hold",
      paramLabel = "SHARE",
      defaultValue = "0%",
      converter = Converters.OfShare.class,
      description = "In how many calls an agent holds for a second. Default: none.")
  double hold;

  @Option(
      names = "--leave-every",
      paramLabel = "TIMES",
      defaultValue = "never",
      converter = Converters.OfSpread.class,
      description = "How often an agent unregisters, for --away. Default: never.")
  Spread leaveEvery = Spread.NEVER;

  @Option(
      names = "--away",
      paramLabel = "TIMES",
      defaultValue = "30s",
      converter = Converters.OfSpread.class,
      description = "How long he stays away then. Default: 30s.")
  Spread away = Spread.NONE;

  AgentsCommand(Run run) {
    this.run = run;
  }

  @Override
  public Integer call() throws IOException {
    if (sockets.server == null && !unregistered) {
      throw new IOException("--server is missing (or --no-register)");
    }
    Seed seed = sockets.seed();
    Outcome outcome =
        new Outcome(
            "agents",
            spec.commandLine().getParseResult().originalArgs(),
            seed.value(),
            sockets.results);
    try (Sockets.Opened opened = sockets.open(seed)) {
      NodeLoop<PhoneHost> loop = opened.loop();
      AgentsPlan plan = plan(unregistered ? null : sockets.server(loop));
      Session session = loop.ask(host -> session(loop, host, plan, seed));
      return run.run(loop, session, outcome, sockets.duration, Duration.ZERO);
    }
  }

  private Session session(NodeLoop<PhoneHost> loop, PhoneHost host, AgentsPlan plan, Seed seed) {
    host.hearMediaOn(loop);
    host.playTone(sockets.tone());
    boolean mayBeAway = unregistered || vanish > 0 || !leaveEvery.equals(Spread.NEVER);
    return new AgentsSession(new AgentFleet(host, plan, seed.of("agents")), plan, mayBeAway);
  }

  private AgentsPlan plan(@Nullable Flow server) throws IOException {
    return AgentsPlan.of(
            new Names(prefix, first, digits),
            count,
            sockets.domain(),
            server,
            sockets.passwords(),
            behaviour())
        .registering(expires, registrationsPerS)
        .absent(leaveEvery, Mix.always(new Reaction.Leave(away)));
  }

  private Behaviour behaviour() {
    Spread second = Spread.fixed(Duration.ofSeconds(1));
    return Behaviour.agent(answerAfter, talk)
        .reacting(refuse, new Reaction.Refuse(answerAfter, refuseWith))
        .reacting(ignore, new Reaction.Ignore())
        .reacting(vanish, new Reaction.Vanish(away))
        .conducting(hold, Conduct.talk(talk).holding(second, second));
  }
}
