package usher.perf.harness;

import java.util.List;

/** Everything that can be played, in the order in which servers are best shared. */
final class Scenarios {
  private static final int SMOKE_RATE = 20;
  private static final int SMOKE_SECONDS = 3;

  /** All that {@code run all} plays. */
  static final List<Scenario> ALL =
      List.of(
          new Scenario("queue-400", "400 calls/s through a queue of 200 agents", QueueCalls::usual),
          queue(100, 15),
          queue(1_000, 15),
          queue(1_500, 30),
          new Scenario("offers", "INVITE to an idle agent's INVITE", QueueCalls::offers),
          new Scenario(
              "free", "an agent gets free to the INVITE of a call that waits", QueueCalls::free),
          new Scenario("swap", "rules swapped every second beside 400 calls/s", Endurance::swaps),
          new Scenario("peak", "highest rate held for 30 s", QueueCalls::peak),
          new Scenario("soak", "many calls, as fast as it holds well", Endurance::soak),
          sipp(400, 20),
          sipp(100, 15),
          sipp(1_000, 20),
          sipp(1_500, 30),
          new Scenario("waiting", "10,000 waiting calls, 1,000 with music", Crowds::waiting),
          new Scenario(
              "agents-10000",
              "400 calls/s with 10,000 registered agents, beside 200",
              QueueCalls::crowd),
          new Scenario(
              "storm", "10,000 agents register within 60 s beside 100 calls/s", Crowds::storm),
          new Scenario(
              "fleet-20000",
              "1,000 calls/s with 20,000 registered agents: what the phones take",
              QueueCalls::fleet),
          new Scenario("overload-2", "twice the peak, pinned", bench -> Overload.times(bench, 2)),
          new Scenario(
              "overload-5", "five times the peak, pinned", bench -> Overload.times(bench, 5)),
          new Scenario(
              "relay", "audio of 500 calls through the media plane alone", Endurance::relay));

  /** Not among all: whether everything works. */
  static final Scenario SMOKE =
      new Scenario(
          "smoke",
          "a few calls for 20 registered agents",
          bench -> List.of(QueueCalls.at(bench, Arrangement.SMALL, SMOKE_RATE, SMOKE_SECONDS)));

  private Scenarios() {}

  private static Scenario queue(int perS, int seconds) {
    return new Scenario(
        "queue-" + perS,
        perS + " calls/s through a queue of 200 agents",
        bench -> QueueCalls.at(bench, perS, seconds));
  }

  private static Scenario sipp(int perS, int seconds) {
    return new Scenario(
        "sipp-" + perS, perS + " calls/s of SIPp", bench -> Foreign.sipp(bench, perS, seconds));
  }
}
