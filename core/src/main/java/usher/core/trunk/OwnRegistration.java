package usher.core.trunk;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import usher.core.config.TrunkConfig.Register;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.digest.DigestClient;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;
import usher.sip.transaction.Timers.Timer;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;

/**
 * Our registration with a trunk (RFC 3261 10.2).
 *
 * <pre>
 *             401, 407: once more with credentials; 423: for longer; no answer, 503: the next server
 *                 +---+
 *                 |   v
 *   start ---> REGISTERING ---- 200 ----> REGISTERED
 *                 |   ^                       |
 *        refused, |   | later, and            | before it would end
 *      all silent |   | ever later            v
 *                 +---+ (RFC 5626 4.5)    REGISTERING
 * </pre>
 */
final class OwnRegistration implements ClientTransactionUser {
  private static final Logger LOG = LoggerFactory.getLogger(OwnRegistration.class);

  /** RFC 5626 4.5: where no server takes the registration. */
  private static final long RETRY_FIRST_NS = TimeUnit.SECONDS.toNanos(30);

  private static final long RETRY_MAX_NS = TimeUnit.SECONDS.toNanos(1800);

  /** One for the challenge, one for a nonce that is old by then, one for a longer time. */
  private static final int ATTEMPTS_MAX = 4;

  /** A day: what a server grants beyond it is refreshed all the same. */
  private static final long EXPIRES_MAX_S = 86_400;

  /** What is left of a registration when it is refreshed: a request may have to be repeated. */
  private static final long MARGIN_S = 32;

  private static final int TIMED_OUT = 408;
  private static final int UNAVAILABLE = 503;

  private final String trunk;
  private final Register wanted;
  private final TrunkSurroundings around;
  private final Supplier<List<Gateway>> gateways;
  private final DigestClient digest;
  private final String callId;
  private final String fromTag;

  private Iterator<Gateway> untried = List.<Gateway>of().iterator();
  private @Nullable Gateway server;
  private long cseq;
  private long expiresS;
  private int attempts;
  private boolean proved;
  private boolean registered;
  private boolean stopped;
  private long retryNs = RETRY_FIRST_NS;
  private @Nullable Timer again;

  OwnRegistration(
      String trunk, Register wanted, TrunkSurroundings around, Supplier<List<Gateway>> gateways) {
    this.trunk = trunk;
    this.wanted = wanted;
    this.around = around;
    this.gateways = gateways;
    this.expiresS = wanted.expires().toSeconds();
    this.digest = client();
    this.callId = around.tokens().token();
    this.fromTag = around.tokens().token();
  }

  /** Proves who we are to this trunk, whatever the request; each call of ours has its own. */
  DigestClient client() {
    return new DigestClient(
        wanted.user(),
        wanted.password().reveal(),
        () -> around.tokens().token(),
        wanted.realm()::equals);
  }

  Register wanted() {
    return wanted;
  }

  boolean isRegistered() {
    return registered;
  }

  /** Begins, and begins anew when a registration is about to end. */
  void start() {
    again = null;
    untried = gateways.get().iterator();
    tryNext(0);
  }

  /** Takes the registration back; nothing is heard of the answer. */
  void stop() {
    stopped = true;
    if (again != null) {
      again.cancel();
    }
    if (registered && server != null) {
      registered = false;
      expiresS = 0;
      send(server);
    }
  }

  private void tryNext(int status) {
    attempts = 0;
    if (untried.hasNext()) {
      server = untried.next();
      send(server);
    } else {
      failed(status);
    }
  }

  private void send(Gateway to) {
    attempts++;
    around.transactions().send(request(to.flow()), to.flow(), this);
  }

  private SipRequest request(Flow flow) {
    String registrar = "sip:" + wanted.domain();
    String contact = "<" + flow.contactUri(wanted.addressUser()) + ">;expires=" + expiresS;
    SipWriter writer =
        SipWriter.request("REGISTER", registrar)
            .header(Header.VIA, Transactions.via(flow, around.tokens().branch()))
            .header(Header.MAX_FORWARDS, "70")
            .header(Header.FROM, "<" + wanted.address() + ">;tag=" + fromTag)
            .header(Header.TO, "<" + wanted.address() + ">")
            .header(Header.CALL_ID, callId)
            .header(Header.CSEQ, ++cseq + " REGISTER")
            .header(Header.CONTACT, contact);
    HeaderLine credentials = digest.credentials("REGISTER", registrar, new byte[0]);
    proved = credentials != null;
    return (credentials == null ? writer : writer.header(credentials.name(), credentials.value()))
        .toRequest();
  }

  // ---- answers

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (!response.isProvisional() && isCurrent(transaction)) {
      answered(response);
    }
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    if (isCurrent(transaction)) {
      notThere(TIMED_OUT);
    }
  }

  @Override
  public void onTransportError(ClientTransaction transaction) {
    if (isCurrent(transaction)) {
      notThere(UNAVAILABLE);
    }
  }

  private boolean isCurrent(ClientTransaction transaction) {
    return !stopped && transaction.cseq() == cseq;
  }

  private void answered(SipResponse response) {
    switch (response.status()) {
      case 401, 407 -> challenged(response);
      case 423 -> tooBrief(response);
      case TIMED_OUT, UNAVAILABLE -> tryNext(response.status());
      default -> {
        if (response.isSuccess()) {
          succeeded(response);
        } else {
          failed(response.status());
        }
      }
    }
  }

  private void notThere(int status) {
    if (server != null) {
      server.silent();
    }
    tryNext(status);
  }

  private void challenged(SipResponse response) {
    if (attempts < ATTEMPTS_MAX && server != null && digest.challenged(response, proved)) {
      send(server);
    } else {
      failed(response.status());
    }
  }

  /** 10.2.8: again with at least Min-Expires. */
  private void tooBrief(SipResponse response) {
    String least = response.header(Header.MIN_EXPIRES);
    long leastS = least != null && least.matches("\\d{1,5}") ? Long.parseLong(least) : 0;
    if (attempts < ATTEMPTS_MAX && server != null && leastS > expiresS && leastS <= EXPIRES_MAX_S) {
      expiresS = leastS;
      send(server);
    } else {
      failed(response.status());
    }
  }

  private void succeeded(SipResponse response) {
    digest.accepted();
    retryNs = RETRY_FIRST_NS;
    if (!registered) {
      registered = true;
      LOG.info("registered with trunk {} as {}", trunk, wanted.address());
    }
    again(TimeUnit.SECONDS.toNanos(refreshS(response)));
  }

  private void failed(int status) {
    registered = false;
    LOG.warn("trunk {} does not register {}: {}", trunk, wanted.address(), status);
    again(retryNs / 2 + retryNs / 2 * around.tokens().below(100) / 100);
    retryNs = Math.min(2 * retryNs, RETRY_MAX_NS);
  }

  private void again(long delayNs) {
    again = around.timers().schedule(delayNs, this::start);
  }

  /** Well before the end, so that a server that is silent then leaves time for the next. */
  private long refreshS(SipResponse response) {
    long grantedS = Math.min(EXPIRES_MAX_S, grantedS(response));
    return Math.max(grantedS / 2, grantedS - 2 * MARGIN_S);
  }

  /** 10.2.4: what our Contact says in the answer, else its Expires, else what we asked for. */
  private long grantedS(SipResponse response) {
    try {
      for (ContactHeader contact : response.typed(Header.CONTACT, ContactHeader.class)) {
        if (isOurs(contact) && contact.getExpires() > 0) {
          return contact.getExpires();
        }
      }
    } catch (MalformedMessageException e) {
      return expiresS;
    }
    String expires = response.header(Header.EXPIRES);
    return expires != null && expires.matches("[1-9]\\d{0,5}") ? Long.parseLong(expires) : expiresS;
  }

  private boolean isOurs(ContactHeader contact) {
    return contact.getAddress().getURI() instanceof SipURI uri
        && wanted.addressUser().equals(uri.getUser());
  }
}
