package usher.routing.theory;

/**
 * Several kinds of callers, agents who can serve some of the kinds, first come first served, the
 * agent idle longest first: the stationary state, exactly.
 *
 * <p>Adan and Weiss ("A skill based parallel service system under FCFS-ALIS", 2014) order the busy
 * agents by the arrival of their callers and the idle ones by how long they have been idle. In the
 * state where agents M1 to Mi are busy, with n1 to ni callers waiting between their callers, and
 * Mi+1 to MJ are idle, the last one longest,
 *
 * <pre>
 *   p = B * product over j = 1..i of  l(U(M1..Mj)) ^ nj / m(M1..Mj) ^ (nj + 1)
 *         * product over j = i+1..J of  1 / l(C(Mj..MJ))
 * </pre>
 *
 * where l(U(S)) is the rate of callers whom only agents of S can serve, l(C(S)) that of those whom
 * somebody of S can serve, and m(S) the rate at which S together ends calls. The sum over each nj
 * is that of a geometric series.
 */
final class FcfsAlis {
  private final double[] arrivalsPerS;
  private final int[] servedBy;
  private final int agents;
  private final double endsPerS;

  private double total;
  private final double[] idle;
  private final double[] waits;
  private final double[] waiting;

  /**
   * Solves.
   *
   * @param serves by agent: a bit for each kind
   */
  FcfsAlis(double[] arrivalsPerS, int[] serves, double callS) {
    this.arrivalsPerS = arrivalsPerS.clone();
    agents = serves.length;
    endsPerS = 1 / callS;
    servedBy = new int[arrivalsPerS.length];
    for (int kind = 0; kind < servedBy.length; kind++) {
      for (int agent = 0; agent < agents; agent++) {
        servedBy[kind] |= (serves[agent] >> kind & 1) << agent;
      }
    }
    idle = new double[agents];
    waits = new double[servedBy.length];
    waiting = new double[servedBy.length];
    addStates(0, 1, new double[servedBy.length]);
  }

  /** The part of the time in which an agent is idle. */
  double idle(int agent) {
    return idle[agent] / total;
  }

  /** The part of the callers of a kind who find nobody free for them. */
  double waits(int kind) {
    return waits[kind] / total;
  }

  /** Seconds that a caller of a kind waits, by Little's law. */
  double meanWaitS(int kind) {
    return waiting[kind] / total / arrivalsPerS[kind];
  }

  /** All states whose first busy agents are these, in any order: the rest is idle, or one more. */
  private void addStates(int busy, double weight, double[] queued) {
    addIdleOrders(busy, (1 << agents) - 1 & ~busy, weight, queued);
    for (int agent = 0; agent < agents; agent++) {
      int more = busy | 1 << agent;
      if (more != busy) {
        double rate = endsPerS * Integer.bitCount(more);
        double only = onlyBy(more);
        double[] longer = queued.clone();
        for (int kind = 0; kind < servedBy.length; kind++) {
          longer[kind] += isOnlyBy(kind, more) ? arrivalsPerS[kind] / (rate - only) : 0;
        }
        if (only >= rate) {
          throw new IllegalArgumentException("more calls than time");
        }
        addStates(more, weight / (rate - only), longer);
      }
    }
  }

  /** The idle agents in every order: from the one idle longest to the one who has just come. */
  private void addIdleOrders(int busy, int left, double weight, double[] queued) {
    if (left == 0) {
      add(busy, weight, queued);
      return;
    }
    int all = (1 << agents) - 1 & ~busy;
    for (int agent = 0; agent < agents; agent++) {
      if ((left >> agent & 1) != 0) {
        int rest = left & ~(1 << agent);
        int suffix = all & ~rest;
        addIdleOrders(busy, rest, weight / byAny(suffix), queued);
      }
    }
  }

  private void add(int busy, double weight, double[] queued) {
    total += weight;
    for (int agent = 0; agent < agents; agent++) {
      idle[agent] += (busy >> agent & 1) == 0 ? weight : 0;
    }
    for (int kind = 0; kind < servedBy.length; kind++) {
      waits[kind] += isOnlyBy(kind, busy) ? weight : 0;
      waiting[kind] += weight * queued[kind];
    }
  }

  private boolean isOnlyBy(int kind, int set) {
    return (servedBy[kind] & ~set) == 0;
  }

  private double onlyBy(int set) {
    double sum = 0;
    for (int kind = 0; kind < servedBy.length; kind++) {
      sum += isOnlyBy(kind, set) ? arrivalsPerS[kind] : 0;
    }
    return sum;
  }

  private double byAny(int set) {
    double sum = 0;
    for (int kind = 0; kind < servedBy.length; kind++) {
      sum += (servedBy[kind] & set) != 0 ? arrivalsPerS[kind] : 0;
    }
    return sum;
  }
}
