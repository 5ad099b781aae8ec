package usher.core.trunk;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.config.TrunkTarget;
import usher.sip.message.Header;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.Status;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;
import usher.sip.transaction.Transactions;
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
      around.transactions().send(options(), flow, new Probe(periodNs));
    }
  }

  private SipRequest options() {
    String uri = "sip:" + target.hostAndPort();
    return SipWriter.request("OPTIONS", uri)
        .header(Header.VIA, Transactions.via(flow, around.tokens().branch()))
        .header(Header.MAX_FORWARDS, "70")
        .header(Header.FROM, "<sip:usher@" + around.domain() + ">;tag=" + around.tokens().token())
        .header(Header.TO, "<" + uri + ">")
        .header(Header.CALL_ID, around.tokens().token())
        .header(Header.CSEQ, "1 OPTIONS")
        .header(Header.CONTACT, "<" + flow.contactUri("usher") + ">")
        .toRequest();
  }

  private final class Probe implements ClientTransactionUser {
    private final long periodNs;

    Probe(long periodNs) {
      this.periodNs = periodNs;
    }

    @Override
    public void onResponse(ClientTransaction transaction, SipResponse response) {
      if (!response.isProvisional()) {
        done(Status.isUnserved(response.status()));
      }
    }

    @Override
    public void onTimeout(ClientTransaction transaction) {
      done(true);
    }

    @Override
    public void onTransportError(ClientTransaction transaction) {
      done(true);
    }

    private void done(boolean failed) {
      turn(failed);
      around.timers().schedule(periodNs, () -> probeEvery(periodNs));
    }
  }
}
