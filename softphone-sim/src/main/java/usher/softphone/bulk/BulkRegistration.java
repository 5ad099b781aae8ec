package usher.softphone.bulk;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.digest.DigestClient;
import usher.sip.message.MessageGuard;
import usher.sip.message.SipResponse;
import usher.sip.message.Verdict;
import usher.sip.transaction.Timers;

/**
 * One agent's registration (RFC 3261 10.2), one REGISTER at a time. The nonce of a challenge is
 * used again, with the next count, until the server wants another one.
 */
final class BulkRegistration {
  /** It is refreshed when this share of its time is over, somewhere in between. */
  private static final double REFRESH_FROM = 0.70;

  private static final double REFRESH_TO = 0.90;

  /** After a failure, it is tried again this much later. */
  private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(5);

  /** After a lost connection, somewhere in between. */
  private static final double BACK_FROM_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final double BACK_TO_NS = TimeUnit.SECONDS.toNanos(5);

  /** One for the challenge, one for a nonce that is old by then, one for a longer time. */
  private static final int ATTEMPTS_MAX = 4;

  private static final int TOO_BRIEF = 423;

  /** Only 401s are read as the server reads messages, and where they came from plays no part. */
  private static final InetSocketAddress SERVER = new InetSocketAddress(0);

  private final BulkAgents agents;
  private final BulkAgent agent;
  private final Line line;
  private final DigestClient digest;
  private final Repeater repeater;
  private final String callId;
  private final String uri;
  private final String address;
  private final String fromTag;
  private long cseq;
  private long dueNs;
  private long expiresS;
  private boolean wanted;

  /** Whether the REGISTER under way asks for the binding, or for its end. */
  private boolean asked;

  private boolean underWay;
  private boolean registered;
  private boolean proven;
  private int attempts;
  private Timers.@Nullable Timer again;

  BulkRegistration(BulkAgents agents, BulkAgent agent, BulkAgentsPlan.Registering how) {
    this.agents = agents;
    this.agent = agent;
    this.expiresS = how.expires().toSeconds();
    this.line = agent.line();
    this.digest = new DigestClient(agent.name(), how.passwords().of(agent.name()), line::newTag);
    this.repeater = new Repeater(line);
    this.callId = "r-" + agent.name() + "-" + line.run();
    this.uri = "sip:" + agents.plan().domain();
    this.address = "<sip:" + agent.name() + "@" + agents.plan().domain() + ">";
    this.fromTag = line.newTag();
  }

  String callId() {
    return callId;
  }

  boolean isRegistered() {
    return registered;
  }

  /** Whether it should be there and is not. */
  boolean isMissing() {
    return wanted && !registered;
  }

  /** Whether a REGISTER waits for its answer. */
  boolean isUnderWay() {
    return underWay;
  }

  /** Registers, or refreshes, now. */
  void register() {
    wanted = true;
    begin();
  }

  /** The same, after so long. */
  void registerIn(long delayNs) {
    wanted = true;
    plan(delayNs);
  }

  void unregister() {
    wanted = false;
    begin();
  }

  /** The phone knows of nothing any more. */
  void vanish() {
    repeater.stop();
    stopPlan();
    underWay = false;
    registered = false;
    wanted = false;
  }

  /**
   * The way to this phone is gone (RFC 5626 4.2.1). It registers once more, but not at once: all
   * phones may have lost theirs.
   */
  void disconnected() {
    repeater.stop();
    if (wanted) {
      agents.connectionLost();
      registered = false;
      underWay = false;
      plan((long) agents.between(BACK_FROM_NS, BACK_TO_NS));
    }
  }

  private void plan(long delayNs) {
    stopPlan();
    again = line.timers().schedule(delayNs, this::begin);
  }

  private void stopPlan() {
    if (again != null) {
      again.cancel();
      again = null;
    }
  }

  private void begin() {
    stopPlan();
    if (!underWay) {
      attempts = 0;
      dueNs = line.nowNs();
      send();
    }
  }

  private void send() {
    underWay = true;
    asked = wanted;
    attempts++;
    cseq++;
    String from = address + ";tag=" + fromTag;
    String via = line.newVia();
    repeater.say(
        Texts.request("REGISTER", uri, via, from, address, callId, cseq, more(), ""),
        () -> failed(CallFigures.NO_ANSWER));
  }

  private String more() {
    HeaderLine credentials = digest.credentials("REGISTER", uri, new byte[0]);
    proven = credentials != null;
    String expires = ";expires=" + (wanted ? expiresS : 0) + "\r\n";
    String contact = "Contact: <" + line.contact(agent.name()) + ">" + expires;
    return credentials == null
        ? contact
        : contact + credentials.name() + ": " + credentials.value() + "\r\n";
  }

  void responded(Received response) {
    int status = response.status();
    if (!underWay || status < 200 || response.cseqNumber() != cseq) {
      return;
    }
    repeater.stop();
    if (status == 401) {
      challenged(response);
    } else if (status == TOO_BRIEF) {
      tooBrief(response.minExpiresS());
    } else if (status < 300) {
      succeeded(response);
    } else {
      failed(status);
    }
  }

  private void challenged(Received response) {
    byte[] bytes = response.text().getBytes(StandardCharsets.ISO_8859_1);
    if (attempts < ATTEMPTS_MAX
        && MessageGuard.examine(bytes, SERVER) instanceof Verdict.Accepted(var message)
        && message instanceof SipResponse challenge
        && digest.challenged(challenge, proven)) {
      send();
    } else {
      failed(401);
    }
  }

  /** 10.2.8: it may try again for as long as the registrar wants at least. */
  private void tooBrief(long leastS) {
    if (attempts < ATTEMPTS_MAX && leastS > expiresS) {
      expiresS = leastS;
      send();
    } else {
      failed(TOO_BRIEF);
    }
  }

  private void succeeded(Received response) {
    underWay = false;
    digest.accepted();
    registered = asked;
    agents.registrationAnswered(line.nowNs() - dueNs);
    if (asked != wanted) {
      begin();
    } else if (wanted) {
      double share = agents.between(REFRESH_FROM, REFRESH_TO);
      long grantedS = response.expiresS(expiresS);
      plan((long) (TimeUnit.SECONDS.toNanos(grantedS) * share));
    }
  }

  private void failed(int status) {
    underWay = false;
    registered = false;
    agents.registrationFailed(status);
    if (asked != wanted) {
      begin();
    } else if (wanted) {
      plan(RETRY_NS);
    }
  }
}
