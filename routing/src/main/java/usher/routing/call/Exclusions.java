package usher.routing.call;

import java.util.Arrays;
import usher.routing.store.IntList;

/**
 * Which agents a call stays away from, and until when, because they failed an offer of it. Lists of
 * pooled nodes; of more than {@link #PER_CALL} failures the oldest are forgotten.
 */
public final class Exclusions {
  /** The most agents that one call stays away from. */
  public static final int PER_CALL = 64;

  /** End of a list. */
  public static final int NIL = -1;

  private int[] first = new int[0];
  private int[] length = new int[0];
  private int[] place = new int[0];
  private final IntList free = new IntList();
  private int[] agent = new int[64];
  private int[] next = new int[64];
  private long[] untilNs = new long[64];
  private int high;
  private final IntList calls = new IntList();

  /** How many calls stay away from somebody. */
  public int callCount() {
    return calls.size();
  }

  /** One of the calls that stay away from somebody. */
  public int call(int index) {
    return calls.get(index);
  }

  /** Whether a call stays away from anybody. */
  public boolean any(int call) {
    return call < first.length && first[call] != NIL;
  }

  /** The first node of a call's list, or {@link #NIL}. */
  public int first(int call) {
    return call < first.length ? first[call] : NIL;
  }

  /** The node after this one, or {@link #NIL}. */
  public int next(int node) {
    return next[node];
  }

  /** The agent of a node. */
  public int agent(int node) {
    return agent[node];
  }

  /** The end of a node's time. */
  public long untilNs(int node) {
    return untilNs[node];
  }

  /** Whether a call stays away from an agent. */
  public boolean contains(int call, int byAgent) {
    for (int node = first(call); node != NIL; node = next[node]) {
      if (agent[node] == byAgent) {
        return true;
      }
    }
    return false;
  }

  /** The earliest end among a call's nodes, or {@link Long#MAX_VALUE}. */
  public long earliestNs(int call) {
    long earliest = Long.MAX_VALUE;
    for (int node = first(call); node != NIL; node = next[node]) {
      earliest = Math.min(earliest, untilNs[node]);
    }
    return earliest;
  }

  /** Keeps a call away from an agent until an instant. */
  public void add(int call, int fromAgent, long until) {
    ensure(call);
    removeWhere(call, fromAgent, Long.MIN_VALUE);
    if (length[call] == PER_CALL) {
      dropLast(call);
    }
    if (first[call] == NIL) {
      place[call] = calls.size();
      calls.add(call);
    }
    int node = take();
    agent[node] = fromAgent;
    untilNs[node] = until;
    next[node] = first[call];
    first[call] = node;
    length[call]++;
  }

  /** Forgets what is over; says whether anything was. */
  public boolean expire(int call, long nowNs) {
    return any(call) && removeWhere(call, NIL, nowNs);
  }

  /** Forgets all of a call. */
  public void clear(int call) {
    if (any(call)) {
      removeWhere(call, NIL, Long.MAX_VALUE);
    }
  }

  private boolean removeWhere(int call, int ofAgent, long overAtNs) {
    boolean removed = false;
    int before = NIL;
    int node = first[call];
    while (node != NIL) {
      int after = next[node];
      if (agent[node] == ofAgent || untilNs[node] <= overAtNs) {
        unlink(call, before, node);
        removed = true;
      } else {
        before = node;
      }
      node = after;
    }
    return removed;
  }

  private void dropLast(int call) {
    int before = NIL;
    int node = first[call];
    while (next[node] != NIL) {
      before = node;
      node = next[node];
    }
    unlink(call, before, node);
  }

  private void unlink(int call, int before, int node) {
    if (before == NIL) {
      first[call] = next[node];
    } else {
      next[before] = next[node];
    }
    free.add(node);
    length[call]--;
    if (first[call] == NIL) {
      forgetCall(call);
    }
  }

  private void forgetCall(int call) {
    int last = calls.removeLast();
    if (last != call) {
      calls.set(place[call], last);
      place[last] = place[call];
    }
  }

  private int take() {
    if (free.size() > 0) {
      return free.removeLast();
    }
    if (high == agent.length) {
      agent = Arrays.copyOf(agent, high * 2);
      next = Arrays.copyOf(next, high * 2);
      untilNs = Arrays.copyOf(untilNs, high * 2);
    }
    return high++;
  }

  private void ensure(int call) {
    int old = first.length;
    if (call >= old) {
      int room = Math.max(call + 1, old * 2);
      first = Arrays.copyOf(first, room);
      Arrays.fill(first, old, room, NIL);
      length = Arrays.copyOf(length, room);
      place = Arrays.copyOf(place, room);
    }
  }
}
