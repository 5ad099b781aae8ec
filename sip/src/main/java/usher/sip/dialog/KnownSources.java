package usher.sip.dialog;

import java.util.ArrayDeque;
import java.util.Deque;
import usher.sip.transport.Flow;

/**
 * From where the far end of a dialog has shown itself: its INVITE, its answers to ours, and where
 * we send to. Whoever knows Call-ID and tags, from a log or by listening, must not be able to end
 * or divert the call from elsewhere.
 *
 * <p>The source of a datagram can be forged, but not its answer received: a port that no answer of
 * ours goes to is somebody else's. The source of a connection cannot be forged.
 */
final class KnownSources {
  /** A phone that roams, or the several addresses of a provider; the eldest is forgotten first. */
  static final int MOST = 8;

  private final Deque<Flow> flows = new ArrayDeque<>();

  void add(Flow flow) {
    Flow source = flow.to(flow.remote());
    if (!flows.contains(source)) {
      flows.addLast(source);
      if (flows.size() > MOST) {
        flows.removeFirst();
      }
    }
  }

  /** Whether a request that came over this flow may be the far end's. */
  boolean include(Flow came) {
    for (Flow known : flows) {
      if (isSame(known, came)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Flow known, Flow came) {
    if (known.protocol().reliable() && came.protocol().reliable()) {
      return true;
    }
    boolean oneIsStream = known.protocol().reliable() || came.protocol().reliable();
    return oneIsStream
        ? known.remote().getAddress().equals(came.remote().getAddress())
        : known.remote().equals(came.remote());
  }
}
