package usher.softphone.fleet;

/**
 * What became of calls to agents; of one, or of all. Every call that came is live, or counted as
 * exactly one of the others.
 *
 * @param offered calls that came
 * @param answered answered, and ended by one of the two
 * @param declined refused by the agent, or busy
 * @param missed given up by the caller, or the server, before the agent answered
 * @param broken answered, but never acknowledged, or the other side went away without a word
 * @param vanished ended because the phone lost its power
 * @param talkNs time in calls that are over
 */
public record AgentFigures(
    long offered,
    long answered,
    long declined,
    long missed,
    long broken,
    long vanished,
    long talkNs) {

  /** No calls yet. */
  public static final AgentFigures NONE = new AgentFigures(0, 0, 0, 0, 0, 0, 0);

  /** Calls that are not over. */
  public long live() {
    return offered - answered - declined - missed - broken - vanished;
  }

  /** Both together. */
  public AgentFigures plus(AgentFigures other) {
    return new AgentFigures(
        offered + other.offered,
        answered + other.answered,
        declined + other.declined,
        missed + other.missed,
        broken + other.broken,
        vanished + other.vanished,
        talkNs + other.talkNs);
  }
}
