package usher.routing.theory;

/**
 * One queue, equal agents, callers by chance: what is to be expected, exactly. Callers without
 * patience never leave (Erlang C); others leave after a wait that is exponential, too (Erlang A).
 *
 * @param waits the part of the callers who find nobody free
 * @param abandons the part of the callers who leave before an agent answers
 * @param meanWaitS seconds that a caller waits, over all callers
 */
record Erlang(double waits, double abandons, double meanWaitS) {
  /** Beyond so many waiting callers nothing is left to add. */
  private static final int WAITING_MAX = 5_000;

  /** Agents, what is offered to them in agents, the mean of a call. */
  static Erlang c(int agents, double offered, double callS) {
    double inverse = 1;
    for (int n = 1; n <= agents; n++) {
      inverse = 1 + inverse * n / offered;
    }
    double b = 1 / inverse;
    double c = agents * b / (agents - offered * (1 - b));
    return new Erlang(c, 0, c * callS / (agents - offered));
  }

  /** The same with callers who leave. */
  static Erlang a(int agents, double offered, double callS, double patienceS) {
    double sum = 0;
    double weight = 1;
    for (int busy = agents; busy > 0; busy--) {
      weight *= busy / offered;
      sum += weight;
    }
    double perS = offered / callS;
    double full = 0;
    double waiting = 0;
    weight = 1;
    for (int queued = 0; queued < WAITING_MAX; queued++) {
      full += weight;
      waiting += queued * weight;
      weight *= perS / (agents / callS + (queued + 1) / patienceS);
    }
    double meanQueue = waiting / (sum + full);
    return new Erlang(full / (sum + full), meanQueue / patienceS / perS, meanQueue / perS);
  }

  /** The part of the callers who wait longer, where nobody leaves. */
  double waitsLonger(double seconds, int agents, double offered, double callS) {
    return waits * StrictMath.exp(-(agents - offered) * seconds / callS);
  }
}
