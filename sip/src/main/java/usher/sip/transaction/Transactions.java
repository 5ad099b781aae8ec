package usher.sip.transaction;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Method;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.TokenSource;
import usher.sip.transport.Flow;
import usher.sip.transport.Wire;

/**
 * The transaction layer (RFC 3261 17): takes what comes from the transport to the machine it
 * belongs to, and opens new ones for both sides. One thread.
 *
 * <p>Calls to the user are the last act of every step, so a user that throws leaves all
 * transactions as they have to be; the exception goes on to the caller. A request whose user has
 * thrown before answering it is answered with 500.
 */
public final class Transactions {
  /**
   * With so many transactions a request that opens a dialog, or belongs to none, is refused with
   * 503. At some 1.5 kB each they fit into a heap of 1 GB; 2,000 calls a second through the server
   * keep about half of them. Requests inside dialogs and CANCELs are let in up to a fifth beyond:
   * they end calls, and so make room.
   */
  public static final int MAX_LIVE = 500_000;

  private final Wire wire;
  private final TransactionUser user;
  private final AddressValidation addresses;
  private final ServerTransactions servers;
  private final ClientTransactions clients;
  private long strayMessages;

  /** Starts without transactions. */
  public Transactions(Wire wire, Timers timers, TokenSource tokens, TransactionUser user) {
    this(wire, timers, tokens, user, MAX_LIVE);
  }

  Transactions(Wire wire, Timers timers, TokenSource tokens, TransactionUser user, int maxLive) {
    this.wire = wire;
    this.user = user;
    this.addresses = new AddressValidation(timers);
    Surroundings around = new Surroundings(wire, timers, user, addresses);
    this.clients = new ClientTransactions(around);
    this.servers = new ServerTransactions(around, tokens, maxLive, clients::size);
  }

  /**
   * The value of the Via for a request of ours over this flow (18.1.1), asking the peer for {@code
   * rport} (RFC 3581 3).
   *
   * @param branch a new one for each transaction, of {@link TokenSource#branch()}
   */
  public static String via(Flow flow, String branch) {
    String sentBy = RequestSource.viaHost(flow.local()) + ':' + flow.local().getPort();
    return "SIP/2.0/" + flow.protocol() + ' ' + sentBy + ";rport;branch=" + branch;
  }

  /**
   * Repeats answers as often as RFC 3261 says to sources for which this is true. Others get at most
   * three times what they sent over UDP, until they have shown that they receive it: the source of
   * a datagram can be forged.
   */
  public void believe(Predicate<InetAddress> configured) {
    addresses.configured(configured);
  }

  /** A request has come. */
  public void received(SipRequest request, Flow flow) {
    switch (request.method()) {
      case ACK -> acknowledged(request, flow);
      case CANCEL -> servers.cancelled(request, flow);
      case INVITE,
          BYE,
          OPTIONS,
          REGISTER,
          PRACK,
          UPDATE,
          INFO,
          REFER,
          SUBSCRIBE,
          NOTIFY,
          MESSAGE,
          PUBLISH,
          OTHER ->
          servers.requested(request, flow);
    }
  }

  /** A response has come. */
  public void received(SipResponse response, Flow flow) {
    ClientMachine client = clients.of(response);
    if (client != null) {
      // Who answers was told the branch; where he answers from may be anybody's.
      addresses.validate(client.flow());
      client.received(response, flow);
    } else if (response.method() == Method.INVITE && response.isSuccess()) {
      user.onStrayResponse(response, flow);
    } else {
      strayMessages++;
    }
  }

  /** The transport could not deliver this message of ours, which was sent over this flow. */
  public void undeliverable(SipMessage message, Flow flow) {
    switch (message) {
      case SipRequest request -> clients.undeliverable(request);
      case SipResponse response -> servers.undeliverable(response, flow);
    }
  }

  /**
   * Sends a request, again and again where that is needed, and tells the requester what comes of
   * it.
   *
   * @param request has a top Via made with {@link #via} and a new branch; neither an ACK nor a
   *     CANCEL
   */
  public ClientTransaction send(SipRequest request, Flow flow, ClientTransactionUser requester) {
    if (request.method() == Method.ACK || request.method() == Method.CANCEL) {
      throw new IllegalArgumentException(request.methodName() + " opens no transaction by itself");
    }
    return clients.start(request, flow, requester);
  }

  /**
   * Cancels an INVITE (9.1): at once if it has a provisional response, as soon as it has one if
   * not, and not at all once it has a final one. Its user hears the final response as ever, usually
   * 487, possibly 200; or {@link ClientTransactionUser#onTimeout} if none comes within 32 s.
   */
  public void cancel(ClientTransaction invite) {
    cancel(invite, null);
  }

  /**
   * The same, saying why.
   *
   * @param reason the value of the CANCEL's Reason header field (RFC 3326), for example {@code
   *     SIP;cause=200;text="Call completed elsewhere"}; null for none
   */
  public void cancel(ClientTransaction invite, @Nullable String reason) {
    switch (invite) {
      case InviteClientTransaction machine -> clients.cancel(machine, reason);
      case NonInviteClientTransaction _ ->
          throw new IllegalArgumentException("only an INVITE can be cancelled");
    }
  }

  /** Sends what no transaction cares for: the ACK of a 2xx. */
  public void sendStateless(SipMessage message, Flow flow) {
    wire.send(flow, message);
  }

  /** How many transactions there are, those included that only absorb retransmissions. */
  public int liveTransactions() {
    return servers.size() + clients.size();
  }

  /** Requests answered with 503 because there were too many transactions. */
  public long refusedRequests() {
    return servers.refusedRequests();
  }

  /** Requests answered with 482 because the same one had come another way. */
  public long mergedRequests() {
    return servers.mergedRequests();
  }

  /** Responses that belonged to nothing, and ACKs of refusals. */
  public long strayMessages() {
    return strayMessages;
  }

  private void acknowledged(SipRequest ack, Flow flow) {
    switch (servers.acknowledged(ack, flow)) {
      case ABSORBED -> {}
      case OF_REFUSAL -> strayMessages++;
      case OF_SUCCESS -> user.onAck(ack, flow);
    }
  }
}
