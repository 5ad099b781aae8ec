package usher.softphone;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;
import usher.sip.transaction.Timers;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;

/**
 * One phone's binding at its registrar (RFC 3261 10.2), kept alive until it is not wanted any more.
 *
 * <pre>
 *                      register                     200
 *    UNREGISTERED --------------> REGISTERING -------------> REGISTERED <--+
 *         ^                        |        ^                  |      |    | 200
 *         |                 refused|        | later, or        |      +----+ in time: REGISTER
 *         |                        v        | register         | unregister
 *         |                       FAILED ---+                  v
 *         +------------------------------------------------ UNREGISTERING
 *                      any answer or none
 * </pre>
 *
 * <p>Only one REGISTER is under way at a time (10.2); what is wanted meanwhile is done afterwards.
 */
final class Registration implements ClientTransactionUser {
  /** A registration is refreshed when this share of its time is over, somewhere in between. */
  private static final double REFRESH_FROM = 0.70;

  private static final double REFRESH_TO = 0.90;

  /**
   * After a failure it is tried again, first after this long, then after twice as long, up to...
   */
  private static final long RETRY_FIRST_NS = TimeUnit.SECONDS.toNanos(5);

  private static final long RETRY_MAX_NS = TimeUnit.MINUTES.toNanos(5);

  /** One for the challenge, one for a nonce that is old by then, one for a longer time. */
  private static final int ATTEMPTS_MAX = 4;

  private final PhoneHost host;
  private final Softphone phone;
  private final Flow server;
  private String callId;
  private String fromTag;
  private long cseq;

  private RegistrationState state = RegistrationState.UNREGISTERED;
  private long expiresS;
  private boolean wanted;
  private boolean underWay;

  /** Whether the REGISTER under way asks for the binding, or for its end. */
  private boolean asksForIt;

  private boolean authenticated;
  private int attempts;
  private long retryNs = RETRY_FIRST_NS;
  private Timers.@Nullable Timer again;

  Registration(PhoneHost host, Softphone phone, Flow server) {
    this.host = host;
    this.phone = phone;
    this.server = server;
    this.callId = host.tokens().token();
    this.fromTag = host.tokens().token();
  }

  RegistrationState state() {
    return state;
  }

  String callId() {
    return callId;
  }

  void register(Duration expires) {
    wanted = true;
    expiresS = Math.max(1, expires.toSeconds());
    if (state != RegistrationState.REGISTERED) {
      state = RegistrationState.REGISTERING;
    }
    begin();
  }

  void unregister() {
    wanted = false;
    if (state != RegistrationState.UNREGISTERED) {
      state = RegistrationState.UNREGISTERING;
      begin();
    }
  }

  /** The phone lost its power: it knows of nothing, and nobody hears of it. */
  void vanish() {
    stopTimer();
    wanted = false;
    underWay = false;
    state = RegistrationState.UNREGISTERED;
    callId = host.tokens().token();
    fromTag = host.tokens().token();
    cseq = 0;
  }

  private void begin() {
    if (!underWay) {
      stopTimer();
      attempts = 0;
      send();
    }
  }

  private void send() {
    underWay = true;
    asksForIt = wanted;
    attempts++;
    host.transactions().send(request(), server, this);
  }

  private SipRequest request() {
    String registrar = "sip:" + phone.account().domain();
    String address = "<" + phone.account().address() + ">";
    SipWriter writer =
        SipWriter.request("REGISTER", registrar)
            .header(Header.VIA, Transactions.via(server, host.tokens().branch()))
            .header(Header.MAX_FORWARDS, "70")
            .header(Header.FROM, address + ";tag=" + fromTag)
            .header(Header.TO, address)
            .header(Header.CALL_ID, callId)
            .header(Header.CSEQ, ++cseq + " REGISTER")
            .header(Header.CONTACT, host.contact(phone) + ";expires=" + (wanted ? expiresS : 0))
            .header(Header.USER_AGENT, PhoneHost.PRODUCT);
    HeaderLine credentials = phone.digest().credentials("REGISTER", registrar, new byte[0]);
    authenticated = credentials != null;
    return (credentials == null ? writer : writer.header(credentials.name(), credentials.value()))
        .toRequest();
  }

  // ---- answers

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (isOurs(transaction) && !response.isProvisional()) {
      underWay = false;
      answered(response);
    }
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    if (isOurs(transaction)) {
      underWay = false;
      failed(408);
    }
  }

  @Override
  public void onTransportError(ClientTransaction transaction) {
    if (isOurs(transaction)) {
      underWay = false;
      failed(503);
    }
  }

  /** Not what a phone that vanished since then had asked. */
  private boolean isOurs(ClientTransaction transaction) {
    return transaction.callId().equals(callId);
  }

  private void answered(SipResponse response) {
    switch (response.status()) {
      case 401, 407 -> challenged(response);
      case 423 -> tooBrief(response);
      default -> {
        if (response.isSuccess()) {
          succeeded(response);
        } else {
          failed(response.status());
        }
      }
    }
  }

  private void challenged(SipResponse response) {
    if (attempts < ATTEMPTS_MAX && phone.digest().challenged(response, authenticated)) {
      send();
    } else {
      failed(response.status());
    }
  }

  /**
   * 10.2.8: "MAY retry the registration after making the expiration interval [...] Min-Expires".
   */
  private void tooBrief(SipResponse response) {
    String least = response.header(Header.MIN_EXPIRES);
    long leastS = least != null && least.matches("\\d{1,9}") ? Long.parseLong(least) : 0;
    if (attempts < ATTEMPTS_MAX && leastS > expiresS) {
      expiresS = leastS;
      send();
    } else {
      failed(423);
    }
  }

  private void succeeded(SipResponse response) {
    phone.digest().accepted();
    retryNs = RETRY_FIRST_NS;
    if (asksForIt != wanted) {
      begin();
    } else if (wanted) {
      registered(response);
    } else {
      unregistered();
    }
  }

  private void registered(SipResponse response) {
    boolean news = state != RegistrationState.REGISTERED;
    state = RegistrationState.REGISTERED;
    sendAgainIn(refreshNs(response));
    if (news) {
      phone.listener().onRegistered(phone);
    }
  }

  private void unregistered() {
    state = RegistrationState.UNREGISTERED;
    phone.listener().onUnregistered(phone);
  }

  private void failed(int status) {
    if (asksForIt != wanted) {
      begin();
    } else if (wanted) {
      refused(status);
    } else {
      // A server that will not let go of us forgets us by itself.
      unregistered();
    }
  }

  private void refused(int status) {
    state = RegistrationState.FAILED;
    if (mayTryAgain(status)) {
      sendAgainIn(retryNs);
      retryNs = Math.min(2 * retryNs, RETRY_MAX_NS);
    }
    phone.listener().onRegistrationFailed(phone, status);
  }

  /** Silence, and what the server says of itself, passes; what it says of us does not. */
  private static boolean mayTryAgain(int status) {
    return status == 408 || status >= 500;
  }

  private void sendAgainIn(long delayNs) {
    stopTimer();
    again = host.timers().schedule(delayNs, this::begin);
  }

  private void stopTimer() {
    if (again != null) {
      again.cancel();
      again = null;
    }
  }

  private long refreshNs(SipResponse response) {
    double share = host.random().nextDouble(REFRESH_FROM, REFRESH_TO);
    return (long) (TimeUnit.SECONDS.toNanos(granted(response)) * share);
  }

  /**
   * 10.2.4: the expires parameter of our Contact in the response, else its Expires, else what we
   * asked for.
   */
  private long granted(SipResponse response) {
    try {
      List<ContactHeader> contacts = response.typed(Header.CONTACT, ContactHeader.class);
      for (ContactHeader contact : contacts) {
        if (isOurs(contact) && contact.getExpires() > 0) {
          return contact.getExpires();
        }
      }
    } catch (MalformedMessageException e) {
      return expiresS;
    }
    String expires = response.header(Header.EXPIRES);
    return expires != null && expires.matches("[1-9]\\d{0,8}") ? Long.parseLong(expires) : expiresS;
  }

  private boolean isOurs(ContactHeader contact) {
    return contact.getAddress().getURI() instanceof SipURI uri
        && phone.account().user().equals(uri.getUser())
        && uri.getPort() == server.local().getPort()
        && server.local().getAddress().getHostAddress().equals(uri.getHost());
  }
}
