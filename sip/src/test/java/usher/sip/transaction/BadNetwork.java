package usher.sip.transaction;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import usher.sip.message.Header;
import usher.sip.message.MalformedMessageException;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.SipWriter;
import usher.sip.message.TokenSource;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;

/**
 * A caller and a callee, each with a transaction layer of its own, and between them a network that
 * loses, doubles, delays and reorders datagrams. Streams it only delays. One seed, one history.
 */
final class BadNetwork {
  private static final InetSocketAddress CALLER = Recorder.at("127.0.1.1", 5070);
  private static final InetSocketAddress CALLEE = Recorder.at("127.0.0.1", 5060);

  /** Below T1, so that a doubled request cannot outlive the transaction that absorbs it. */
  private static final int LONGEST_DELAY_MS = 400;

  private static final int DOUBLED_PERCENT = 10;

  private static final int STREAM_DELAY_MS = 20;

  /** When a caller loses patience with a call that rings. */
  private static final long PATIENCE_NS = 60_000_000_000L;

  /** What became of one request. */
  static final class Story {
    final String method;
    int seenByCallee;
    int answered;
    final List<Integer> finals = new ArrayList<>();
    int timeouts;

    Story(String method) {
      this.method = method;
    }

    @Override
    public String toString() {
      return method
          + " seen "
          + seenByCallee
          + " answered "
          + answered
          + " heard "
          + finals
          + " timeouts "
          + timeouts;
    }
  }

  final Timers timers = new Timers(0);
  final Transactions caller;
  final Transactions callee;
  final List<Story> stories = new ArrayList<>();
  int cancelled;
  int lost;

  private final Random random;
  private final int lossPercent;
  private final Flow toCallee;
  private final Flow toCaller;
  private final TokenSource tokens = new TokenSource(new byte[TokenSource.SEED_BYTES]);
  private final Map<String, Story> byCallId = new HashMap<>();

  BadNetwork(long seed, int lossPercent, TransportProtocol protocol) {
    this.random = new Random(seed);
    this.lossPercent = lossPercent;
    long connection = protocol.reliable() ? 1 : Flow.NO_CONNECTION;
    this.toCallee = new Flow(protocol, CALLER, CALLEE, connection);
    this.toCaller = new Flow(protocol, CALLEE, CALLER, connection);
    Callee answers = new Callee();
    this.callee =
        new Transactions(
            (flow, message) -> carry(message, this::toCallerLayer), timers, tokens, answers);
    this.caller =
        new Transactions(
            (flow, message) -> carry(message, this::toCalleeLayer), timers, tokens, answers);
  }

  /** Lets the caller send so many requests within ten seconds, and all of it end. */
  void run(int requests) {
    for (int i = 0; i < requests; i++) {
      String callId = "call-" + i;
      timers.schedule(ms(random.nextInt(10_000)), () -> send(callId));
    }
    while (timers.nextDeadlineNs() != Timers.NEVER) {
      timers.advance(timers.nextDeadlineNs());
    }
  }

  private static long ms(long ms) {
    return ms * 1_000_000;
  }

  private void toCallerLayer(SipMessage message) {
    caller.received((SipResponse) message, toCallee);
  }

  private void toCalleeLayer(SipMessage message) {
    callee.received((SipRequest) message, toCaller);
  }

  private void carry(SipMessage message, Consumer<SipMessage> to) {
    if (toCallee.protocol().reliable()) {
      deliver(message, STREAM_DELAY_MS, to);
      return;
    }
    if (random.nextInt(100) < lossPercent) {
      lost++;
      return;
    }
    int copies = random.nextInt(100) < DOUBLED_PERCENT ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      deliver(message, 1 + random.nextInt(LONGEST_DELAY_MS), to);
    }
  }

  private void deliver(SipMessage message, int delayMs, Consumer<SipMessage> to) {
    SipMessage copy;
    try {
      copy = SipMessage.parse(message.bytes().clone());
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
    timers.schedule(ms(delayMs), () -> to.accept(copy));
  }

  private void send(String callId) {
    Story story = new Story(random.nextBoolean() ? "INVITE" : "OPTIONS");
    stories.add(story);
    byCallId.put(callId, story);
    String via = Transactions.via(toCallee, tokens.branch());
    SipRequest request = Messages.request(story.method, via, "<sip:sales@usher.test>", callId, 1);
    ClientTransaction sent = caller.send(request, toCallee, new Waiting(story));
    if (story.method.equals("INVITE")) {
      long afterNs = random.nextInt(3) == 0 ? ms(random.nextInt(8000)) : PATIENCE_NS;
      timers.schedule(afterNs, () -> caller.cancel(sent));
    }
  }

  private Story story(SipMessage message) {
    Story story = byCallId.get(message.callId());
    if (story == null) {
      throw new AssertionError("a message of nobody: " + message);
    }
    return story;
  }

  /** Hears the responses, and acknowledges every 2xx to an INVITE. */
  private final class Waiting implements ClientTransactionUser {
    private final Story story;

    Waiting(Story story) {
      this.story = story;
    }

    @Override
    public void onResponse(ClientTransaction transaction, SipResponse response) {
      if (!response.isProvisional()) {
        story.finals.add(response.status());
      }
      if (response.isSuccess() && story.method.equals("INVITE")) {
        acknowledge(response);
      }
    }

    private void acknowledge(SipResponse response) {
      String via = Transactions.via(toCallee, tokens.branch());
      SipRequest ack =
          SipWriter.request("ACK", "sip:sales@usher.test")
              .header(Header.VIA, via)
              .copy(Header.FROM, response)
              .copy(Header.TO, response)
              .copy(Header.CALL_ID, response)
              .header(Header.CSEQ, response.cseq() + " ACK")
              .toRequest();
      caller.sendStateless(ack, toCallee);
    }

    @Override
    public void onTimeout(ClientTransaction transaction) {
      story.timeouts++;
    }

    @Override
    public void onTransportError(ClientTransaction transaction) {
      throw new AssertionError("nothing is undeliverable here");
    }
  }

  /** Answers after a while, repeats a 2xx until its ACK comes, and obeys a CANCEL. */
  private final class Callee implements TransactionUser {
    private final Map<String, Timers.Timer> unacknowledged = new HashMap<>();

    @Override
    public void onRequest(ServerTransaction transaction) {
      story(transaction.request()).seenByCallee++;
      if (random.nextBoolean()) {
        transaction.respond(Messages.response(180, transaction.request()));
      }
      int status = List.of(200, 486, 503).get(random.nextInt(3));
      timers.schedule(ms(random.nextInt(20_000)), () -> answer(transaction, status));
    }

    private void answer(ServerTransaction transaction, int status) {
      if (transaction.isAnswered()) {
        return;
      }
      story(transaction.request()).answered = status;
      SipResponse response = Messages.response(status, transaction.request());
      transaction.respond(response);
      if (status == 200 && story(transaction.request()).method.equals("INVITE")) {
        repeat(transaction, response, SipTimer.T1_NS, timers.nowNs() + SipTimer.TIMEOUT_NS);
      }
    }

    private void repeat(
        ServerTransaction transaction, SipResponse response, long intervalNs, long untilNs) {
      Timers.Timer next =
          timers.schedule(
              intervalNs,
              () -> {
                if (timers.nowNs() < untilNs) {
                  transaction.respond(response);
                  long longerNs = Math.min(2 * intervalNs, SipTimer.T2_NS);
                  repeat(transaction, response, longerNs, untilNs);
                }
              });
      unacknowledged.put(response.callId(), next);
    }

    @Override
    public void onAck(SipRequest ack, Flow flow) {
      Timers.Timer repeating = unacknowledged.remove(ack.callId());
      if (repeating != null) {
        repeating.cancel();
      }
    }

    @Override
    public void onCancel(ServerTransaction invite, SipRequest cancel) {
      cancelled++;
      answer(invite, 487);
    }

    @Override
    public void onStrayResponse(SipResponse response, Flow flow) {
      // A 2xx for an INVITE that the caller has given up: its dialog layer would end it.
    }

    @Override
    public void onServerTransactionFailed(Flow flow) {
      // No ACK came, or nobody waits for the answer any more: the story says so on the other side.
    }
  }
}
