package usher.sip.dialog;

import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import org.jspecify.annotations.Nullable;
import usher.sip.dialog.OutgoingInvite.HeaderLine;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.RequestRules;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.Uris;
import usher.sip.transaction.ClientTransactionUser;
import usher.sip.transaction.ServerTransaction;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;

/**
 * What RFC 3261 12 calls the dialog state: both addresses and tags, both sequence numbers, route
 * set and remote target; and over what the far end is reached. Writes the messages to it.
 */
public final class Peer {
  private final Dialogs dialogs;
  private final DialogId id;
  private final String localAddress;
  private String address;
  private @Nullable String tag;
  private boolean known;
  private String target;
  private @Nullable SipURI contact;
  private RouteSet routes = RouteSet.EMPTY;
  private Flow flow;

  /** The address in the Contact is of no use from here, whatever the Contact says next. */
  private boolean hidden;

  private long localCseq;
  private long remoteCseq = -1;

  /** Null where challenges are answered with nothing: phones have no business to ask. */
  private @Nullable Proof proof;

  private Predicate<Flow> provedTo = _ -> false;

  /** Those of our last INVITE: RFC 3261 13.2.2.4 wants them in its ACK. */
  private @Nullable HeaderLine inviteCredentials;

  private final EarlyDialogs early = new EarlyDialogs();
  private final KnownSources sources = new KnownSources();

  private Peer(
      Dialogs dialogs, DialogId id, String localAddress, String address, String target, Flow flow) {
    this.dialogs = dialogs;
    this.id = id;
    this.localAddress = localAddress;
    this.address = address;
    this.target = target;
    this.flow = flow;
    sources.add(flow);
  }

  /**
   * Who sent us this INVITE (RFC 3261 12.1.1) or SUBSCRIBE.
   *
   * @throws MalformedMessageException where its Contact or Record-Route cannot be used
   */
  public static Peer ofCaller(Dialogs dialogs, ServerTransaction invite, String localTag)
      throws MalformedMessageException {
    SipRequest request = invite.request();
    SipURI contact = targetOf(request);
    DialogId id = new DialogId(request.callId(), localTag);
    String local = request.header(Header.TO) + ";tag=" + localTag;
    String remote = String.valueOf(request.header(Header.FROM));
    Peer peer = new Peer(dialogs, id, local, remote, contact.toString(), invite.flow());
    peer.tag = request.fromTag();
    peer.known = true;
    peer.remoteCseq = request.cseq();
    peer.routes = RouteSet.ofRequest(request);
    peer.moveTo(contact, invite.flow(), NextHop.isTranslated(request, invite.flow(), contact));
    return peer;
  }

  /** An INVITE of RFC 2543 need not have a Contact; its caller is then reached where it is From. */
  private static SipURI targetOf(SipRequest invite) throws MalformedMessageException {
    FromHeader from = invite.first(Header.FROM, FromHeader.class);
    return !invite.has(Header.CONTACT)
            && from != null
            && from.getAddress().getURI() instanceof SipURI uri
        ? uri
        : contact(invite);
  }

  /** Whom we call; who that is shows its 2xx. */
  static Peer ofCallee(Dialogs dialogs, OutgoingInvite call, DialogId id) {
    String local = call.from() + ";tag=" + id.localTag();
    Peer peer = new Peer(dialogs, id, local, call.to(), call.requestUri(), call.flow());
    peer.inviteCredentials =
        call.headers().stream().filter(Peer::isCredentials).findFirst().orElse(null);
    return peer;
  }

  private static boolean isCredentials(HeaderLine line) {
    return line.name().endsWith("Authorization");
  }

  /**
   * Who sent this 2xx to our INVITE when another one was faster. Unusable parts of it leave what
   * the INVITE had.
   */
  static Peer ofFork(Invited invited, SipResponse response) {
    String uri = invited.requestUri();
    String remote = String.valueOf(response.header(Header.TO));
    Peer fork =
        new Peer(
            invited.dialogs(), invited.id(), invited.localAddress(), remote, uri, invited.flow());
    fork.localCseq = invited.cseq();
    fork.proof = invited.proof();
    fork.provedTo = invited.provedTo();
    fork.inviteCredentials = invited.credentials();
    var _ = fork.adopt(uri, response);
    return fork;
  }

  /** What this peer was told by our INVITE. */
  Invited invited(SipRequest invite) {
    return new Invited(
        dialogs,
        id,
        localAddress,
        invite.requestUri(),
        invite.cseq(),
        flow,
        proof,
        provedTo,
        inviteCredentials);
  }

  /**
   * Takes tag, route set and target from the 2xx (RFC 3261 12.1.2). False where it has no route set
   * or target that can be used.
   *
   * @param requestUri the INVITE's
   */
  boolean adopt(String requestUri, SipResponse response) {
    tag = response.toTag();
    remoteCseq = early.cseqOf(tag);
    address = String.valueOf(response.header(Header.TO));
    known = true;
    try {
      routes = RouteSet.ofResponse(response);
      moveTo(contact(response), flow, wentElsewhere(requestUri));
      return true;
    } catch (MalformedMessageException e) {
      return false;
    }
  }

  /**
   * Where the INVITE did not go to the address that its Request-URI names, a registration had shown
   * that address to be of no use from here, and so is the one in the Contact.
   */
  private boolean wentElsewhere(String requestUri) {
    SipURI uri = Uris.sip(requestUri);
    Flow named = uri == null ? null : NextHop.of(uri, dialogs.locals());
    return named == null || !named.remote().equals(flow.remote());
  }

  /** Takes the new target from the peer's re-INVITE or its like, which we accept. */
  public void refresh(ServerTransaction invite) {
    SipURI next = usableContact(invite.request());
    if (next != null) {
      boolean translated = NextHop.isTranslated(invite.request(), invite.flow(), next);
      moveTo(next, invite.flow(), translated);
    }
  }

  /** Takes the new target from the 2xx to our re-INVITE. */
  void refresh(SipResponse response) {
    SipURI next = usableContact(response);
    if (next != null) {
      moveTo(next, flow, hidden);
    }
  }

  private static @Nullable SipURI usableContact(SipMessage message) {
    try {
      return contact(message);
    } catch (MalformedMessageException e) {
      // RFC 3261 12.2.1.2, 12.2.2: "if present"; without one the target stays as it is
      return null;
    }
  }

  private static SipURI contact(SipMessage message) throws MalformedMessageException {
    ContactHeader contact = message.first(Header.CONTACT, ContactHeader.class);
    if (contact == null
        || contact.getAddress() == null
        || !(contact.getAddress().getURI() instanceof SipURI uri)) {
      throw new MalformedMessageException("Missing or unusable Contact");
    }
    return uri;
  }

  private void moveTo(SipURI next, Flow cameOver, boolean translated) {
    contact = next;
    target = next.toString();
    hidden = translated;
    flow = towards(next, cameOver);
    sources.add(cameOver);
    sources.add(flow);
  }

  /**
   * To the first proxy of the route set; else over the connection it came over, or back to the
   * source where the Contact is not to be reached from here or is a name; else to the Contact.
   */
  private Flow towards(SipURI uri, Flow cameOver) {
    SipURI proxy = routes.first();
    if (proxy == null && (cameOver.protocol().reliable() || hidden)) {
      return cameOver;
    }
    Flow named = NextHop.of(proxy == null ? uri : proxy, dialogs.locals());
    return named == null ? cameOver : named;
  }

  /**
   * Turns to the address in the Contact after the connection broke that we used instead. False
   * where there is no such other way.
   */
  boolean reroute() {
    SipURI uri = contact;
    boolean bound = flow.connection() != Flow.NO_CONNECTION;
    Flow other = !bound || hidden || uri == null ? null : NextHop.of(uri, dialogs.locals());
    if (other != null) {
      flow = other;
    }
    return other != null;
  }

  /**
   * The phone has registered anew, and is reached over this flow now. What is sent to it inside the
   * dialog follows, where its Contact is what it has registered and no proxy is before it: behind a
   * NAT that has changed its mind, and over a new connection, the old way leads to nobody.
   */
  void reachedOver(SipURI registered, Flow way) {
    SipURI uri = contact;
    if (uri != null && routes.first() == null && isSamePhone(uri, registered)) {
      Flow named = NextHop.of(uri, dialogs.locals());
      hidden = named == null || !named.remote().equals(way.remote());
      flow = way;
      sources.add(way);
    }
  }

  private static boolean isSamePhone(SipURI uri, SipURI registered) {
    return Objects.equals(uri.getUser(), registered.getUser())
        && uri.getHost().equalsIgnoreCase(registered.getHost())
        && uri.getPort() == registered.getPort();
  }

  /** An answer to a request of ours came from there, so whoever is there has read the request. */
  void answeredFrom(Flow source) {
    sources.add(source);
  }

  /** True where a request over this flow may be this peer's. */
  boolean isAt(Flow came) {
    return sources.include(came) || dialogs.trusts(came);
  }

  /** A provisional response to our INVITE. */
  void rings(SipResponse response) {
    early.heard(response.toTag());
  }

  /** True where the request has the tags of this dialog (RFC 3261 12.2.2). */
  public boolean sent(SipRequest request) {
    return hasTag(request.fromTag());
  }

  /** True where the far end, or one of those who ring, has this tag. */
  boolean hasTag(@Nullable String other) {
    return known ? Objects.equals(other, tag) : early.has(other);
  }

  /** RFC 3261 12.2.2: a lower one "is out of order and MUST be rejected with a 500". */
  public boolean isInOrder(SipRequest request) {
    if (!known) {
      return early.isInOrder(request);
    }
    boolean inOrder = request.cseq() > remoteCseq;
    remoteCseq = Math.max(remoteCseq, request.cseq());
    return inOrder;
  }

  /** Numbers go on where those of this other writer to the same phone ended. */
  void continueAfter(Peer other) {
    localCseq = Math.max(localCseq, other.localCseq);
  }

  // ---- credentials

  void provesBy(Proof by, Predicate<Flow> where) {
    proof = by;
    provedTo = where;
  }

  /** What a request begins with whose receiver has asked before; null where nobody has. */
  @Nullable HeaderLine credentials(String method, SipWriter request) {
    HeaderLine line =
        proof == null || !provedTo.test(flow)
            ? null
            : proof.credentials(method, routes.requestUri(target), request.content());
    if (method.equals("INVITE")) {
      inviteCredentials = line;
    }
    return line;
  }

  boolean isToBeProved(SipResponse challenge, boolean proved) {
    return proof != null && provedTo.test(flow) && proof.challenged(challenge, proved);
  }

  /** The INVITE was accepted, and so were its credentials. */
  void believed() {
    if (proof != null) {
      proof.accepted();
    }
  }

  Transactions transactions() {
    return dialogs.transactions();
  }

  // ---- messages

  /**
   * Sends a request inside the dialog, once more where its receiver asks who we are and may know.
   *
   * @param writing begins it with {@link #nextRequest}
   */
  DialogRequest send(String method, Supplier<SipWriter> writing, ClientTransactionUser user) {
    return new DialogRequest(this, method, writing, user).send();
  }

  /** Begins the next request inside the dialog. */
  public SipWriter nextRequest(String method) {
    return request(method, ++localCseq);
  }

  /** RFC 3261 12.2.1.1: how every request inside a dialog begins. */
  SipWriter request(String method, long cseq) {
    SipWriter writer =
        SipWriter.request(method, routes.requestUri(target))
            .header(Header.VIA, Transactions.via(flow, dialogs.tokens().branch()))
            .header(Header.MAX_FORWARDS, "70")
            .header(Header.FROM, localAddress)
            .header(Header.TO, address)
            .header(Header.CALL_ID, id.callId())
            .header(Header.CSEQ, cseq + " " + method);
    routes.writeTo(writer, target);
    if (method.equals("ACK") && inviteCredentials != null && provedTo.test(flow)) {
      writer.header(inviteCredentials.name(), inviteCredentials.value());
    }
    return writer;
  }

  /** An INVITE: who may be asked what (RFC 3261 13.2.1). */
  SipWriter invite() {
    return nextRequest("INVITE")
        .header(Header.CONTACT, dialogs.contact(flow))
        .header(Header.ALLOW, DialogSettings.ALLOW)
        .header(Header.USER_AGENT, dialogs.product());
  }

  /**
   * A response that makes or refreshes the dialog: it has Contact and the request's Record-Route
   * (RFC 3261 12.1.1).
   */
  SipWriter response(ServerTransaction invite, int status) {
    return SipWriter.response(status, invite.request(), id.localTag())
        .copy(Header.RECORD_ROUTE, invite.request())
        .header(Header.CONTACT, dialogs.contact(invite.flow()))
        .header(Header.ALLOW, DialogSettings.ALLOW)
        .header(Header.SERVER, dialogs.product());
  }

  static SipWriter withSession(SipWriter writer, byte @Nullable [] description) {
    return description == null ? writer : writer.body(RequestRules.SESSION_TYPE, description);
  }

  /** Names the dialog. */
  public DialogId id() {
    return id;
  }

  @Nullable String tag() {
    return tag;
  }

  /** The tag of who answered, or of who rang first; null before. */
  @Nullable String heardTag() {
    return known ? tag : early.first();
  }

  /** Over what requests to it go. */
  public Flow flow() {
    return flow;
  }

  @Override
  public String toString() {
    return address;
  }
}
