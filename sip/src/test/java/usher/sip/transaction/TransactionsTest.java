package usher.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.TokenSource;
import usher.sip.transport.Flow;

/** Which message belongs to which transaction, and what happens to those that belong to none. */
class TransactionsTest {
  private static final String TO_BOB = "<sip:sales@usher.test>;tag=bob";

  private final Recorder recorder = new Recorder();
  private final Transactions transactions = recorder.transactions;

  private void receive(SipRequest request) {
    transactions.received(request, Recorder.udp());
  }

  private void respond(int status) {
    ServerTransaction last = recorder.lastOpened();
    last.respond(Messages.response(status, last.request()));
  }

  @Nested
  class Matching {
    @Test
    void theSameBranchFromAnotherSentByIsAnotherRequest() {
      receive(Messages.request("OPTIONS", "SIP/2.0/UDP a.test:5070;branch=z9hG4bK1"));
      receive(Messages.request("OPTIONS", "SIP/2.0/UDP b.test:5070;branch=z9hG4bK1"));
      receive(Messages.request("OPTIONS", "SIP/2.0/UDP a.test:5071;branch=z9hG4bK1"));
      assertThat(recorder.told).containsExactly("request", "request", "request");
    }

    @Test
    void theCaseOfTheSentByHostDoesNotMatter() {
      receive(Messages.request("OPTIONS", "SIP/2.0/UDP a.test:5070;branch=z9hG4bK1"));
      receive(Messages.request("OPTIONS", "SIP/2.0/UDP A.TEST:5070;branch=z9hG4bK1"));
      assertThat(recorder.told).containsExactly("request");
    }

    @Test
    void theSameRequestFromAnotherAddressIsNoRetransmission() {
      SipRequest invite = Messages.request("INVITE");
      receive(invite);
      transactions.received(invite, Recorder.udpFrom("127.0.6.6", 5070));
      assertThat(recorder.told).containsExactly("request", "request");
      respond(180);
      assertThat(recorder.sent.getLast().flow().remote()).isEqualTo(Recorder.at("127.0.6.6", 5070));
    }

    @Test
    void theSameRequestFromAnotherPortOfItsAddressIsOne() {
      SipRequest invite = Messages.request("INVITE");
      receive(invite);
      transactions.received(invite, Recorder.udpFrom("127.0.1.1", 40000));
      assertThat(recorder.told).containsExactly("request");
    }

    @Test
    void aClientThatHasOneBranchForEverythingIsUnderstoodByCallIdAndCseq() {
      String to = "<sip:sales@usher.test>";
      receive(Messages.request("OPTIONS", Messages.VIA, to, "call-1", 1));
      receive(Messages.request("OPTIONS", Messages.VIA, to, "call-2", 1));
      receive(Messages.request("OPTIONS", Messages.VIA, to, "call-2", 2));
      receive(Messages.request("OPTIONS", Messages.VIA, to, "call-2", 2));
      assertThat(recorder.told).containsExactly("request", "request", "request");
    }

    @Test
    void methodsThatNobodyKnowsMatchByTheirNames() {
      receive(Messages.request("JUMP"));
      receive(Messages.request("RUN"));
      receive(Messages.request("JUMP"));
      assertThat(recorder.told).containsExactly("request", "request");
    }

    @Test
    void anAckFromAnotherAddressEndsNoRetransmission() {
      SipRequest invite = Messages.request("INVITE");
      receive(invite);
      respond(486);
      recorder.forget();
      transactions.received(
          Messages.follower("ACK", invite, TO_BOB), Recorder.udpFrom("127.0.6.6", 5070));
      recorder.pass(SipTimer.T1_NS);
      assertThat(recorder.sends).containsExactly("486");
    }

    @Test
    void theAckOfA2xxHasItsOwnBranchAndBelongsToTheUser() {
      receive(Messages.request("INVITE"));
      respond(200);
      recorder.forget();
      receive(Messages.request("ACK", "SIP/2.0/UDP 127.0.1.1:5070;branch=z9hG4bKack"));
      assertThat(recorder.told).containsExactly("ack");
      assertThat(recorder.sends).isEmpty();
    }

    @Test
    void aResponseWithoutARequestIsCountedAndDropped() {
      SipRequest options =
          Messages.request("OPTIONS", Transactions.via(Recorder.udp(), "z9hG4bKours1"));
      transactions.received(Messages.response(200, options), Recorder.udp());
      assertThat(recorder.told).isEmpty();
      assertThat(transactions.strayMessages()).isEqualTo(1);
    }

    @Test
    void theAnswerToACancelIsNotTheAnswerToItsInvite() {
      SipRequest invite =
          Messages.request("INVITE", Transactions.via(Recorder.udp(), "z9hG4bKours1"));
      ClientTransaction client = transactions.send(invite, Recorder.udp(), recorder);
      transactions.received(Messages.response(180, invite), Recorder.udp());
      transactions.cancel(client);
      SipRequest cancel = (SipRequest) recorder.lastSent();
      transactions.received(Messages.response(200, cancel), Recorder.udp());
      assertThat(recorder.told).containsExactly("180");
    }
  }

  /** Clients that follow RFC 2543 promise nothing about branches (17.2.3). */
  @Nested
  class Rfc2543 {
    private static final String OLD_VIA = "SIP/2.0/UDP 127.0.1.1:5070";

    @Test
    void aRetransmissionHasTheSameNumbers() {
      receive(Messages.request("INVITE", OLD_VIA));
      receive(Messages.request("INVITE", OLD_VIA));
      assertThat(recorder.told).containsExactly("request");
    }

    @Test
    void anotherRequestUriTagCallIdOrCseqIsAnotherRequest() {
      String to = "<sip:sales@usher.test>";
      receive(Messages.request("INFO", OLD_VIA, to, "call-1", 1));
      receive(Messages.request("INFO", OLD_VIA, to, "call-1", 2));
      receive(Messages.request("INFO", OLD_VIA, to, "call-2", 2));
      receive(Messages.request("INFO", OLD_VIA, TO_BOB, "call-2", 2));
      assertThat(recorder.told).hasSize(4);
    }

    @Test
    void aBranchWithoutTheCookieAndTheCookieAloneSayNothing() {
      String to = "<sip:sales@usher.test>";
      for (String branch : new String[] {"1", "z9hG4bK"}) {
        receive(Messages.request("INFO", OLD_VIA + ";branch=" + branch, to, "call-" + branch, 1));
        receive(
            Messages.request("INFO", OLD_VIA + ";branch=" + branch, TO_BOB, "call-" + branch, 1));
      }
      assertThat(recorder.told).hasSize(4);
    }

    @Test
    void anAckMatchesByTheTagOfTheResponse() {
      SipRequest invite = Messages.request("INVITE", OLD_VIA);
      receive(invite);
      respond(486);
      recorder.forget();
      receive(Messages.follower("ACK", invite, "<sip:sales@usher.test>;tag=eve"));
      recorder.pass(SipTimer.T1_NS);
      assertThat(recorder.sends).containsExactly("486");
      receive(Messages.follower("ACK", invite, TO_BOB));
      recorder.pass(SipTimer.T4_NS);
      assertThat(recorder.sends).containsExactly("486");
      assertThat(transactions.liveTransactions()).isZero();
    }

    @Test
    void soDoesTheAckOfAReInvite() {
      SipRequest invite = Messages.request("INVITE", OLD_VIA, TO_BOB, "call-1", 2);
      receive(invite);
      respond(488);
      recorder.forget();
      receive(Messages.follower("ACK", invite, TO_BOB));
      recorder.pass(SipTimer.T4_NS);
      assertThat(recorder.sends).isEmpty();
      assertThat(recorder.told).isEmpty();
    }

    @Test
    void aCancelFindsItsInvite() {
      SipRequest invite = Messages.request("INVITE", OLD_VIA);
      receive(invite);
      receive(Messages.follower("CANCEL", invite, "<sip:sales@usher.test>"));
      assertThat(recorder.told).containsExactly("request", "cancel");
    }
  }

  @Nested
  class Cancelling {
    private final SipRequest invite = Messages.request("INVITE");
    private final SipRequest cancel = Messages.follower("CANCEL", invite, "<sip:sales@usher.test>");

    @Test
    void aPendingInviteIsTheUsersToEndAndTheCancelIsAnsweredAtOnce() {
      receive(invite);
      respond(180);
      receive(cancel);
      assertThat(recorder.sends).containsExactly("180", "200");
      assertThat(recorder.told).containsExactly("request", "cancel");
      SipResponse ok = (SipResponse) recorder.lastSent();
      assertThat(ok.cseqMethod()).isEqualTo("CANCEL");
      assertThat(ok.toTag()).isEqualTo("bob");
      respond(487);
      assertThat(recorder.sends).endsWith("487");
    }

    @Test
    void aRepeatedCancelGetsItsAnswerAgainAndNothingElse() {
      receive(invite);
      receive(cancel);
      receive(cancel);
      assertThat(recorder.sends).containsExactly("200", "200");
      assertThat(recorder.told).containsExactly("request", "cancel");
    }

    @Test
    void afterAFinalResponseItHasNoEffect() {
      receive(invite);
      respond(200);
      receive(cancel);
      assertThat(recorder.sends).containsExactly("200", "200");
      assertThat(recorder.told).containsExactly("request");
    }

    @Test
    void whatNobodyKnowsIs481() {
      receive(cancel);
      receive(cancel);
      assertThat(recorder.sends).containsExactly("481", "481");
      assertThat(recorder.lastSent().toTag()).isNotNull();
      assertThat(recorder.told).isEmpty();
    }

    @Test
    void aCancelThatOvertakesItsInviteIs481AndTheInviteGoesOn() {
      receive(cancel);
      receive(invite);
      assertThat(recorder.sends).containsExactly("481");
      assertThat(recorder.told).containsExactly("request");
    }

    @Test
    void aCancelFromAnotherAddressIs481AndTheCallLives() {
      receive(invite);
      transactions.received(cancel, Recorder.udpFrom("127.0.6.6", 5070));
      assertThat(recorder.sends).containsExactly("481");
      assertThat(recorder.told).containsExactly("request");
    }

    @Test
    void onlyInvitesAreCancelled() {
      SipRequest options = Messages.request("OPTIONS");
      receive(options);
      receive(Messages.follower("CANCEL", options, "<sip:sales@usher.test>"));
      assertThat(recorder.sends).containsExactly("481");
    }
  }

  @Nested
  class Merging {
    private static final String OTHER_WAY = "SIP/2.0/UDP 127.0.1.1:5070;branch=z9hG4bKother";

    @Test
    void theSameRequestOverAnotherWayIs482() {
      receive(Messages.request("INVITE"));
      receive(Messages.request("INVITE", OTHER_WAY));
      assertThat(recorder.told).containsExactly("request");
      assertThat(recorder.sends).containsExactly("482");
      assertThat(transactions.mergedRequests()).isEqualTo(1);
    }

    @Test
    void onceTheFirstIsOverItIsANewOne() {
      receive(Messages.request("OPTIONS"));
      respond(200);
      recorder.pass(SipTimer.TIMEOUT_NS);
      receive(Messages.request("OPTIONS", OTHER_WAY));
      assertThat(recorder.told).containsExactly("request", "request");
    }

    @Test
    void insideADialogNothingIsMerged() {
      receive(Messages.request("INFO", Messages.VIA, TO_BOB, "call-1", 1));
      receive(Messages.request("INFO", OTHER_WAY, TO_BOB, "call-1", 1));
      assertThat(recorder.told).containsExactly("request", "request");
    }

    @Test
    void anotherCseqIsAnotherRequest() {
      receive(Messages.request("REGISTER"));
      receive(Messages.request("REGISTER", OTHER_WAY, "<sip:sales@usher.test>", "call-1", 2));
      assertThat(recorder.told).containsExactly("request", "request");
    }
  }

  @Nested
  class Bounds {
    private final Recorder small = new Recorder(5);

    private void open(int count) {
      for (int i = 0; i < count; i++) {
        small.transactions.received(numbered(i, "<sip:sales@usher.test>"), Recorder.udp());
      }
    }

    private static SipRequest numbered(int i, String to) {
      String via = "SIP/2.0/UDP 127.0.1.1:5070;branch=z9hG4bKn" + i;
      return Messages.request("INVITE", via, to, "call-" + i, 1);
    }

    @Test
    void tooManyRequestsAreRefusedWithoutATransaction() {
      open(6);
      assertThat(small.sends).containsExactly("503");
      assertThat(small.transactions.liveTransactions()).isEqualTo(5);
      assertThat(small.transactions.refusedRequests()).isEqualTo(1);
    }

    @Test
    void aRepeatedRequestIsRefusedWithTheSameTagAndTheAckIsAbsorbed() {
      open(6);
      SipResponse first = (SipResponse) small.lastSent();
      small.transactions.received(numbered(5, "<sip:sales@usher.test>"), Recorder.udp());
      assertThat(small.lastSent().toTag()).isNotNull().isEqualTo(first.toTag());
      small.forget();
      small.transactions.received(
          Messages.follower(
              "ACK",
              numbered(5, "<sip:sales@usher.test>"),
              "<sip:sales@usher.test>;tag=" + first.toTag()),
          Recorder.udp());
      assertThat(small.told).isEmpty();
      assertThat(small.transactions.strayMessages()).isEqualTo(1);
    }

    @Test
    void requestsInsideDialogsAndCancelsAreLetInALittleLonger() {
      open(5);
      small.forget();
      small.transactions.received(
          Messages.follower("CANCEL", numbered(0, TO_BOB), "<sip:sales@usher.test>"),
          Recorder.udp());
      assertThat(small.told).containsExactly("cancel");
      assertThat(small.sends).containsExactly("200");
      small.transactions.received(numbered(9, TO_BOB), Recorder.udp());
      assertThat(small.sends).containsExactly("200", "503");
    }

    @Test
    void thereIsRoomAgainWhenSomethingIsOver() {
      open(5);
      for (ServerTransaction transaction : small.opened) {
        transaction.respond(Messages.response(200, transaction.request()));
      }
      small.pass(SipTimer.TIMEOUT_NS);
      small.forget();
      open(1);
      assertThat(small.told).containsExactly("request");
    }
  }

  @Nested
  class FaultsOfTheUser {
    /** A layer whose user throws at everything it is told. */
    private final Recorder wire = new Recorder();

    private final Timers timers = new Timers(0);
    private final Transactions faulty =
        new Transactions(
            wire, timers, new TokenSource(new byte[TokenSource.SEED_BYTES]), new Thrower());

    private void throwsAt(Consumer<Transactions> input) {
      assertThatIllegalStateException().isThrownBy(() -> input.accept(faulty));
    }

    @Test
    void aRequestIsAnsweredWith500AndItsRepetitionAsWell() {
      SipRequest invite = Messages.request("INVITE");
      throwsAt(layer -> layer.received(invite, Recorder.udp()));
      faulty.received(invite, Recorder.udp());
      assertThat(wire.sends).containsExactly("500", "500");
      faulty.received(Messages.follower("ACK", invite, "<sip:sales@usher.test>"), Recorder.udp());
      timers.advance(SipTimer.T4_NS);
      assertThat(faulty.liveTransactions()).isZero();
    }

    @Test
    void aFinalResponseIsAcknowledgedAllTheSame() {
      SipRequest invite = ours("INVITE");
      faulty.send(invite, Recorder.udp(), new Thrower());
      throwsAt(layer -> layer.received(Messages.response(180, invite), Recorder.udp()));
      throwsAt(layer -> layer.received(Messages.response(486, invite), Recorder.udp()));
      faulty.received(Messages.response(486, invite), Recorder.udp());
      assertThat(wire.sends).containsExactly("INVITE", "ACK", "ACK");
      timers.advance(SipTimer.TIMEOUT_NS);
      assertThat(faulty.liveTransactions()).isZero();
      assertThat(timers.size()).isZero();
    }

    @Test
    void aTimeoutIsOverAllTheSame() {
      faulty.send(ours("OPTIONS"), Recorder.udp(), new Thrower());
      throwsAt(layer -> timers.advance(SipTimer.TIMEOUT_NS));
      assertThat(faulty.liveTransactions()).isZero();
      assertThat(timers.size()).isZero();
    }

    @Test
    void soIsATransportError() {
      SipRequest options = ours("OPTIONS");
      faulty.send(options, Recorder.udp(), new Thrower());
      throwsAt(layer -> layer.undeliverable(options, Recorder.udp()));
      assertThat(faulty.liveTransactions()).isZero();
      assertThat(timers.size()).isZero();
    }

    private static SipRequest ours(String method) {
      return Messages.request(method, Transactions.via(Recorder.udp(), "z9hG4bKours1"));
    }
  }

  private static final class Thrower implements TransactionUser, ClientTransactionUser {
    private static IllegalStateException fault() {
      return new IllegalStateException("a fault of the user");
    }

    @Override
    public void onRequest(ServerTransaction transaction) {
      throw fault();
    }

    @Override
    public void onAck(SipRequest ack, Flow flow) {
      throw fault();
    }

    @Override
    public void onCancel(ServerTransaction invite, SipRequest cancel) {
      throw fault();
    }

    @Override
    public void onStrayResponse(SipResponse response, Flow flow) {
      throw fault();
    }

    @Override
    public void onServerTransactionFailed(Flow flow) {
      throw fault();
    }

    @Override
    public void onResponse(ClientTransaction transaction, SipResponse response) {
      throw fault();
    }

    @Override
    public void onTimeout(ClientTransaction transaction) {
      throw fault();
    }

    @Override
    public void onTransportError(ClientTransaction transaction) {
      throw fault();
    }
  }

  @Test
  void whatNeedsNoTransactionIsJustSent() {
    SipRequest ack = Messages.request("ACK", Transactions.via(Recorder.udp(), "z9hG4bKack"));
    transactions.sendStateless(ack, Recorder.udp());
    assertThat(recorder.sends).containsExactly("ACK");
    assertThat(transactions.liveTransactions()).isZero();
  }
}
