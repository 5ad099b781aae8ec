package usher.core.trunk;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.agent.OptionsProbe;
import usher.core.agent.Target;
import usher.core.config.TrunkTarget;
import usher.sip.transport.Flow;

/**
 * One server of a trunk.
 *
 * <pre>
 *              silence, 408, 503 or no connection, to OPTIONS or to a call
 *            +---------------------------------------------------------+
 *            |                                                         v
 *          ALIVE                                                      DEAD
 *            ^                                                         |
 *            +---------------------------------------------------------+
 *              any other answer to OPTIONS; where none are sent: 30 s later
 * </pre>
 *
 * <p>A 503 to a call says that this call is too much and not that the server is dead: only the call
 * goes elsewhere.
 */
final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final long HOLD_OFF_NS = TimeUnit.SECONDS.toNanos(30);

  private final String trunk;
  private final TrunkTarget target;
  private final Flow flow;
  private final TrunkSurroundings around;
  private final boolean probed;
  private boolean dead;
  private long deadUntilNs;
  private boolean gone;

  Gateway(String trunk, TrunkTarget target, Flow flow, TrunkSurroundings around, boolean probed) {
    this.trunk = trunk;
    this.target = target;
    this.flow = flow;
    this.around = around;
    this.probed = probed;
  }

  TrunkTarget target() {
    return target;
  }

  Flow flow() {
    return flow;
  }

  boolean isDead() {
    return dead && (probed || around.timers().nowNs() < deadUntilNs);
  }

  /** The name of its target does not lead to it any more. */
  void leave() {
    gone = true;
  }

  /** A call found nobody there. */
  void silent() {
    deadUntilNs = around.timers().nowNs() + HOLD_OFF_NS;
    turn(true);
  }

  private void turn(boolean now) {
    if (dead != now) {
      dead = now;
      LOG.warn("trunk {}: {} is {}", trunk, target, now ? "dead" : "back");
    }
  }

  /** Asks whether it is there, and so again and again. */
  void probeEvery(long periodNs) {
    if (!gone) {
      Target asked = new Target("sip:" + target.hostAndPort(), flow);
      OptionsProbe.send(
          around.transactions(),
          around.tokens(),
          around.domain(),
          asked,
          there -> probed(periodNs, there));
    }
  }

  private void probed(long periodNs, boolean there) {
    turn(!there);
    around.timers().schedule(periodNs, () -> probeEvery(periodNs));
  }
}
