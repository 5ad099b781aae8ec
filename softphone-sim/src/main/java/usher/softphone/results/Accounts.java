package usher.softphone.results;

import usher.softphone.bulk.CallEnd;
import usher.softphone.bulk.CallFigures;
import usher.softphone.fleet.AgentFigures;

/**
 * The oracle: what the phones say of all calls is held against itself, and against what the server
 * says. A call that both ends of saw differently, as when a BYE and an answer cross, is in doubt,
 * and counts may differ by those.
 */
public final class Accounts {
  /** Status of a call that the server refused before it knew of it. */
  private static final int SHED = 503;

  private long attempted;
  private long live;
  private long bridged;
  private long shed;
  private long silent;
  private long uncertain;
  private long answeredByOthers;
  private long tooLate;

  /**
   * What the server says.
   *
   * @param records one for each call
   * @param answered of these, with an agent
   */
  public record ServerCounts(long records, long answered) {}

  /** So many calls are in doubt besides, such as those whose agents hung up at once. */
  public void doubt(long calls) {
    uncertain += calls;
  }

  /** These calls are to be accounted for. */
  public void add(CallFigures calls) {
    attempted += calls.attempted();
    live += calls.live();
    bridged += calls.bridged();
    shed += calls.refusals().getOrDefault(SHED, 0L);
    silent += calls.refusals().getOrDefault(CallFigures.NO_ANSWER, 0L);
    uncertain += calls.count(CallEnd.BROKEN) + calls.missedEachOther();
    tooLate += calls.tooLate();
  }

  /**
   * So are calls of another generator.
   *
   * @param failed of these; whether the server knows of them nobody says
   * @param answered by its agents
   */
  public void addOthers(long calls, long failed, long answered) {
    attempted += calls;
    silent += failed;
    bridged += answered;
    answeredByOthers += answered;
  }

  /** Every call has one outcome. */
  public void judgeCalls(Measurement verdict) {
    verdict.put("calls", attempted);
    verdict.put("calls_without_an_end", live).put("calls_with_two_ends", tooLate);
    verdict.require(live == 0, live + " calls have no end");
    verdict.require(tooLate == 0, tooLate + " calls were refused and then answered");
  }

  /** Callers had agents as often as agents had callers: those who are all phones of ours. */
  public void judgeAgents(Measurement verdict, AgentFigures agents) {
    verdict.put("calls_with_an_agent", bridged);
    verdict.require(
        Math.abs(agents.answered() + answeredByOthers - bridged) <= doubt(agents),
        bridged + " calls had an agent, but agents had " + agents.answered());
  }

  /** The server has a record for each call, unless it refused it unread, or never heard of it. */
  public void judgeRecords(Measurement verdict, ServerCounts server) {
    long most = attempted - shed + tooLate;
    verdict.put("records", server.records());
    verdict.require(
        server.records() >= attempted - shed - silent && server.records() <= most,
        attempted + " calls, " + shed + " refused unread, but " + server.records() + " records");
  }

  /** By its records, as many calls had an agent as by the phones. */
  public void judgeAnswers(Measurement verdict, AgentFigures agents, ServerCounts server) {
    verdict.require(
        Math.abs(server.answered() - bridged) <= doubt(agents),
        bridged + " calls had an agent, but " + server.answered() + " by the records");
  }

  /** How many calls the two sides may have seen differently. */
  public long doubt(AgentFigures agents) {
    return agents.broken() + uncertain + tooLate;
  }
}
