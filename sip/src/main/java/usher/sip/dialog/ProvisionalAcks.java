package usher.sip.dialog;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import usher.sip.message.Header;
import usher.sip.message.OptionTags;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.Tokens;
import usher.sip.transaction.ClientTransaction;
import usher.sip.transaction.ClientTransactionUser;

/**
 * Acknowledges provisional responses whose sender wants to be sure of them (RFC 3262 4), of each
 * phone that an INVITE of ours rings.
 */
final class ProvisionalAcks implements ClientTransactionUser {
  /** Those of further forks are not acknowledged. */
  private static final int FORKS_MAX = 16;

  /** RFC 3262 7.1: up to 2**31 - 1 to begin with, and no more than 2**32 ever. */
  private static final int RSEQ_DIGITS_MAX = 10;

  private static final class Early {
    private final Peer peer;
    private long rseq;
    private @Nullable SipResponse answer;

    Early(Peer peer) {
      this.peer = peer;
    }
  }

  private final Dialogs dialogs;
  private final Map<String, Early> byTag = new HashMap<>();

  ProvisionalAcks(Dialogs dialogs) {
    this.dialogs = dialogs;
  }

  static boolean isReliable(SipResponse response) {
    return response.status() > 100
        && rseqOf(response) > 0
        && OptionTags.has(response, Header.REQUIRE, ReliableResponses.TAG);
  }

  private static long rseqOf(SipResponse response) {
    String value = response.header(Header.RSEQ);
    return value != null && Tokens.areDigits(value) && value.length() <= RSEQ_DIGITS_MAX
        ? Long.parseLong(value)
        : 0;
  }

  /** False where it is one more time the same, or came before the one that precedes it. */
  boolean acknowledge(Peer called, SipRequest invite, SipResponse response) {
    String tag = response.toTag();
    if (tag == null || (!byTag.containsKey(tag) && byTag.size() == FORKS_MAX)) {
      return false;
    }
    Early early =
        byTag.computeIfAbsent(tag, _ -> new Early(Peer.ofFork(called.invited(invite), response)));
    long rseq = rseqOf(response);
    if (early.rseq != 0 && rseq != early.rseq + 1) {
      return false;
    }
    early.rseq = rseq;
    early.answer = response.hasBody() ? response : early.answer;
    String acknowledged = rseq + " " + invite.cseq() + " INVITE";
    early.peer.send("PRACK", () -> prack(early.peer, acknowledged), this);
    return true;
  }

  private SipWriter prack(Peer peer, String acknowledged) {
    return peer.nextRequest("PRACK")
        .header(Header.RACK, acknowledged)
        .header(Header.USER_AGENT, dialogs.product());
  }

  /**
   * What answers our offer: this 2xx, or the provisional response of the same phone that did so
   * reliably, after which the 2xx need not say it again (RFC 3262 5).
   */
  SipResponse answer(SipResponse success) {
    Early early = byTag.get(String.valueOf(success.toTag()));
    return success.hasBody() || early == null || early.answer == null ? success : early.answer;
  }

  /** The next request to this phone comes after those that were sent to it here. */
  void precede(Peer peer) {
    Early early = byTag.get(String.valueOf(peer.tag()));
    if (early != null) {
      peer.continueAfter(early.peer);
    }
  }

  /** A PRACK that is refused or lost leaves the INVITE as it is: its sender has to know. */
  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {}

  @Override
  public void onTimeout(ClientTransaction transaction) {}

  @Override
  public void onTransportError(ClientTransaction transaction) {}
}
