package usher.sip.transaction;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import usher.sip.message.SipMessage;
import usher.sip.message.SipRequest;
import usher.sip.message.SipResponse;
import usher.sip.message.TokenSource;
import usher.sip.transport.Flow;
import usher.sip.transport.TransportProtocol;
import usher.sip.transport.Wire;

/** A transaction layer whose wire and user write down what they get, as words and as objects. */
final class Recorder implements Wire, TransactionUser, ClientTransactionUser {
  static final InetSocketAddress OURS = at("127.0.0.1", 5060);
  static final InetSocketAddress PEER = at("127.0.1.1", 5070);

  record Sent(SipMessage message, Flow flow) {}

  final Timers timers = new Timers(0);
  final Transactions transactions;
  final List<Sent> sent = new ArrayList<>();
  final List<String> sends = new ArrayList<>();
  final List<String> told = new ArrayList<>();
  final List<ServerTransaction> opened = new ArrayList<>();
  final List<SipMessage> heard = new ArrayList<>();

  Recorder() {
    this(Transactions.MAX_LIVE);
  }

  Recorder(int maxLive) {
    TokenSource tokens = new TokenSource(new byte[TokenSource.SEED_BYTES]);
    transactions = new Transactions(this, timers, tokens, this, maxLive);
    transactions.believe(_ -> true);
  }

  static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  static Flow udp() {
    return new Flow(TransportProtocol.UDP, OURS, PEER, Flow.NO_CONNECTION);
  }

  static Flow udpFrom(String address, int port) {
    return udp().to(at(address, port));
  }

  static Flow tcp() {
    return new Flow(TransportProtocol.TCP, OURS, PEER, 7);
  }

  void forget() {
    sent.clear();
    sends.clear();
    told.clear();
  }

  void pass(long ns) {
    timers.advance(timers.nowNs() + ns);
  }

  ServerTransaction lastOpened() {
    return opened.getLast();
  }

  SipMessage lastSent() {
    return sent.getLast().message();
  }

  @Override
  public void send(Flow flow, SipMessage message) {
    sent.add(new Sent(message, flow));
    sends.add(word(message));
  }

  static String word(SipMessage message) {
    return switch (message) {
      case SipRequest request -> request.methodName();
      case SipResponse response -> Integer.toString(response.status());
    };
  }

  @Override
  public void onRequest(ServerTransaction transaction) {
    opened.add(transaction);
    told.add("request");
  }

  @Override
  public void onAck(SipRequest ack, Flow flow) {
    heard.add(ack);
    told.add("ack");
  }

  @Override
  public void onCancel(ServerTransaction invite, SipRequest cancel) {
    heard.add(cancel);
    told.add("cancel");
  }

  @Override
  public void onStrayResponse(SipResponse response, Flow flow) {
    told.add("stray " + response.status());
  }

  @Override
  public void onServerTransactionFailed(Flow flow) {
    told.add("failed");
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    heard.add(response);
    told.add(Integer.toString(response.status()));
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    told.add("timeout");
  }

  @Override
  public void onTransportError(ClientTransaction transaction) {
    told.add("error");
  }
}
