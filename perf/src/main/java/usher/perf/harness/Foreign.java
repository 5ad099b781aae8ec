package usher.perf.harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import usher.softphone.results.Measurement;

/** Calls of another generator than ours, for the same server. */
final class Foreign {
  private static final Duration GRACE = Duration.ofSeconds(40);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(5);
  private static final String SUCCESSFUL = "SuccessfulCall(C)";
  private static final Duration LISTENING_WITHIN = Duration.ofSeconds(10);
  private static final long LOOK_MS = 50;

  private Foreign() {}

  /** SIPp calls at this rate, and answers in the place of our agents. */
  static List<Measurement> sipp(Bench bench, double perS, int usualSeconds) throws IOException {
    String name = "SIPp: " + QueueCalls.rate(perS);
    if (!Sipp.isInstalled()) {
      return List.of(new Measurement(name + ": not installed, not played"));
    }
    Stage stage = bench.stage(Arrangement.USUAL);
    int seconds = bench.options().seconds(usualSeconds);
    long calls = Math.round(perS * seconds);
    Path directory = Children.directory();
    Sipp sipp = new Sipp(directory);
    InetSocketAddress agentsAt = stage.lendAgents();
    Process agents = sipp.agents(agentsAt);
    try {
      if (!Waiting.until(() -> Datagrams.isBound(agentsAt.getPort()), LISTENING_WITHIN)) {
        throw new IOException("SIPp's agents do not listen");
      }
      Meter meter = new Meter(stage.server());
      Process callers =
          sipp.callers(Stage.freeCaller(), stage.serverAddress(), ServerConfig.QUEUE, perS, calls);
      Watched watched = watch(bench, name, callers, Duration.ofSeconds(seconds).plus(GRACE));
      Waiting.pause(Stage.SETTLE_MS);
      double agentsMs = Usage.cpuMsWhileAlive(agents.pid());
      long answered = sipp.count("caller", SUCCESSFUL);
      // Agents write down what they have counted once a second, if they get to it.
      Waiting.until(() -> sipp.count("agent", SUCCESSFUL) >= answered, ENDED_WITHIN);
      Sipp.end(agents, ENDED_WITHIN);
      stage.foreignCalls(calls, calls - answered, sipp.count("agent", SUCCESSFUL));
      Measurement measured = meter.end(name, calls, answered, watched.cpuMs + agentsMs);
      measured.put("answer", sipp.answersUs());
      measured.require(watched.ended, "calls that do not end");
      return List.of(measured.require(answered == calls, calls - answered + " calls failed"));
    } finally {
      Sipp.end(agents, ENDED_WITHIN);
      stage.takeAgentsBack();
      Children.delete(directory);
    }
  }

  /**
   * How callers went.
   *
   * @param cpuMs processor time up to shortly before their end
   */
  private record Watched(boolean ended, double cpuMs) {}

  private static Watched watch(Bench bench, String name, Process callers, Duration limit)
      throws IOException {
    long endNs = System.nanoTime() + limit.toNanos();
    double cpuMs = 0;
    while (callers.isAlive() && System.nanoTime() - endNs < 0) {
      cpuMs = Math.max(cpuMs, Usage.cpuMsWhileAlive(callers.pid()));
      bench.console().status(name);
      Waiting.pause(LOOK_MS);
    }
    boolean ended = !callers.isAlive();
    callers.destroyForcibly();
    return new Watched(ended, cpuMs);
  }
}
