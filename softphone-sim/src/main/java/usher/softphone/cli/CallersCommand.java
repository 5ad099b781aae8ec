package usher.softphone.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import usher.softphone.fleet.Behaviour;
import usher.softphone.fleet.CallerFleet;
import usher.softphone.fleet.CallersPlan;
import usher.softphone.fleet.Conduct;
import usher.softphone.fleet.Names;
import usher.softphone.loop.NodeLoop;

/** {@code softphones callers}. */
@Command(
    name = "callers",
    description = {
      "Phones that call, at a rate, whether or not earlier calls are over.",
      "",
      "Times are written 200ms, 1.5s, 10m or 8h; where TIMES is asked for, also 2s-8s (any, equally"
          + " likely), exp:30s (exponential with that mean) or never. Shares are written 5%%. Ends"
          + " when all calls are over, after --duration, or on Ctrl-C. Without --server each call"
          + " goes to the address in its target."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CallersCommand implements Callable<Integer> {
  private final Run run;

  @Mixin Sockets sockets = new Sockets();

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--to",
      required = true,
      split = ",",
      paramLabel = "USER|URI",
      description = "Whom to call; of several, any, equally likely. A user is one of --domain.")
  List<String> to = new ArrayList<>();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1",
      description = "Calls a second. Default: 1.")
  double rate = 1;

  @Option(names = "--poisson", description = "At random instants, on average at that rate.")
  boolean poisson;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "How many calls. Default: as many as begin within --duration.")
  @Nullable Long calls;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Calls at once at most; others begin late. Default: 10000.")
  int atOnce = 10_000;

  @Option(
      names = {"--hold", "--talk"},
      paramLabel = "TIMES",
      defaultValue = "5s",
      converter = Converters.OfSpread.class,
      description = "After how long in an answered call the caller hangs up. Default: 5s.")
  Spread talk = Spread.NONE;

  @Option(
      names = "--patience",
      paramLabel = "TIMES",
      defaultValue = "never",
      converter = Converters.OfSpread.class,
      description = "After how long without an answer he gives up. Default: never.")
  Spread patience = Spread.NEVER;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "1m",
      converter = Converters.OfDuration.class,
      description =
          "What calls under way have to end by themselves after --duration, before they are hung"
              + " up. Default: 1m.")
  Duration grace = Duration.ofMinutes(1);

  @Option(
      names = "--put-on-hold",
      paramLabel = "SHARE",
      defaultValue = "0%",
      converter = Converters.OfShare.class,
      description = "In how many calls the caller holds for a second (re-INVITE). Default: none.")
  double hold;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      defaultValue = "c",
      description = "How the callers' users begin; a number of five digits follows. Default: c.")
  String prefix = "c";

  CallersCommand(Run run) {
    this.run = run;
  }

  @Override
  public Integer call() throws IOException {
    Seed seed = sockets.seed();
    Outcome outcome =
        new Outcome(
            "callers",
            spec.commandLine().getParseResult().originalArgs(),
            seed.value(),
            sockets.results);
    try (Sockets.Opened opened = sockets.open(seed)) {
      NodeLoop<PhoneHost> loop = opened.loop();
      CallersPlan plan = plan(sockets.server(loop));
      Session session = loop.ask(host -> session(loop, host, plan, seed));
      return run.run(loop, session, outcome, sockets.duration, grace);
    }
  }

  private Session session(NodeLoop<PhoneHost> loop, PhoneHost host, CallersPlan plan, Seed seed) {
    host.hearMediaOn(loop);
    host.playTone(sockets.tone());
    return new CallersSession(new CallerFleet(host, plan, seed.of("callers"), _ -> {}));
  }

  private CallersPlan plan(@Nullable Flow server) throws IOException {
    return new CallersPlan(
        Names.of(prefix),
        sockets.domain(),
        server,
        sockets.passwords(),
        targets(),
        poisson ? CallersPlan.poisson(rate) : CallersPlan.evenly(rate),
        calls == null ? CallersPlan.ENDLESS : calls,
        atOnce,
        behaviour());
  }

  private Mix<String> targets() {
    Mix<String> targets = Mix.always(to.getFirst());
    for (String other : to.subList(1, to.size())) {
      targets = targets.or(1, other);
    }
    return targets;
  }

  private Behaviour behaviour() {
    Spread second = Spread.fixed(Duration.ofSeconds(1));
    return Behaviour.caller(patience, talk)
        .conducting(hold, Conduct.talk(talk).holding(second, second));
  }
}
