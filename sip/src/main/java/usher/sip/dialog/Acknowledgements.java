package usher.sip.dialog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.transaction.Transactions;
import usher.sip.transport.Flow;

/**
 * The ACK of each 2xx to an INVITE of ours, kept for when that 2xx is repeated (RFC 3261 13.2.2.4),
 * and the one that still waits for the user's answer to an offer.
 */
final class Acknowledgements {
  /** Which 2xx: that of which fork, to which INVITE. */
  private record Key(@Nullable String tag, long cseq) {
    static Key of(SipResponse response) {
      return new Key(response.toTag(), response.cseq());
    }
  }

  private record Sent(Key key, SipRequest ack, Flow flow) {}

  /** Of the last forks and re-INVITEs; the 2xx of earlier ones are not repeated any more. */
  private static final int KEPT_MAX = 8;

  private final Transactions transactions;
  private final List<Sent> latest = new ArrayList<>(1);
  private @Nullable Key owed;

  Acknowledgements(Transactions transactions) {
    this.transactions = transactions;
  }

  void send(Peer peer, long cseq, byte @Nullable [] answer) {
    SipRequest ack = Peer.withSession(peer.request("ACK", cseq), answer).toRequest();
    keep(new Sent(new Key(peer.tag(), cseq), ack, peer.flow()));
    transactions.sendStateless(ack, peer.flow());
    ack.rest();
  }

  private void keep(Sent sent) {
    if (latest.size() == KEPT_MAX) {
      latest.removeFirst();
    }
    latest.add(sent);
  }

  /** This 2xx has the offer: its ACK waits for {@link #settle}. */
  void owe(SipResponse response) {
    owed = Key.of(response);
  }

  boolean isOwed() {
    return owed != null;
  }

  /** Sends the ACK that is owed, if there is one. */
  void settle(Peer peer, byte @Nullable [] answer) {
    Key key = owed;
    if (key != null) {
      owed = null;
      send(peer, key.cseq(), answer);
    }
  }

  /** Acknowledges a 2xx again. False where it is a new one. */
  boolean repeat(SipResponse response) {
    Key key = Key.of(response);
    Sent sent = find(key);
    if (sent != null) {
      transactions.sendStateless(sent.ack(), sent.flow());
    }
    return sent != null || key.equals(owed);
  }

  private @Nullable Sent find(Key key) {
    for (Sent sent : latest) {
      if (sent.key().equals(key)) {
        return sent;
      }
    }
    return null;
  }
}
