package usher.perf.harness;

/**
 * What stands for a scenario: a server and its agents.
 *
 * @param registering whether the agents register, or are at a fixed contact
 * @param pinned whether the server has the first half of the processors for itself, and the phones
 *     the others
 */
record Arrangement(int agents, boolean registering, boolean pinned) {
  private static final int FEW = 200;

  /** So many that calls never wait for them, though each of their answers comes late. */
  private static final int ENOUGH = 2_000;

  /** As the rivals were measured. */
  static final Arrangement USUAL = new Arrangement(FEW, false, false);

  /** The phones cannot take the server's processor, nor it theirs. */
  static final Arrangement PINNED = new Arrangement(ENOUGH, false, true);

  /** Many agents who register. */
  static final Arrangement CROWD = new Arrangement(10_000, true, false);

  /** As many as one process of phones is to play. */
  static final Arrangement FLEET = new Arrangement(20_000, true, false);

  /** To see that all works. */
  static final Arrangement SMALL = new Arrangement(20, true, false);

  @Override
  public String toString() {
    return agents + (registering ? " registered" : "") + " agents" + (pinned ? ", pinned" : "");
  }
}
